title   DANE beside MTA-STS, cell by cell
source  RFC 8461, 2 and 5; RFC 7672, 2.1.2 and 2.2; texts read
demand  Whatever a policy says, it cures no failing DANE check; and where DANE demands nothing, the policy holds.
clauses
    RFC8461-2-1
    RFC8461-5-1
    RFC7672-2.1.2-4
    RFC7672-2.2-1
case passes/met  DANE passes, the enforced policy is met
    precedence/dane-passes[passes]
case passes/not-met  DANE passes, the enforced policy is not met
    precedence/dane-passes-policy-not-met
    precedence/dane-passes-not-listed
case passes/testing  DANE passes, the policy is of mode testing
    precedence/dane-passes[testing]
case passes/none  DANE passes, the policy is of mode none
    precedence/dane-passes[none]
case passes/absent  DANE passes, there is no policy
    control/dane
case mismatch/met  No TLSA record matches, the enforced policy is met
    precedence/dane-mismatch[mismatch,passes]
    precedence/dane-mismatch[ta-mismatch,passes]
    precedence/dane-mismatch-behind[passes]
case mismatch/not-met  No TLSA record matches, the enforced policy is not met
    precedence/dane-mismatch[mismatch,fails]
    precedence/dane-mismatch[ta-mismatch,fails]
case mismatch/testing  No TLSA record matches, the policy is of mode testing
    precedence/dane-mismatch[mismatch,testing]
    precedence/dane-mismatch[ta-mismatch,testing]
    precedence/dane-mismatch-behind[testing]
case mismatch/none  No TLSA record matches, the policy is of mode none
    precedence/dane-mismatch[mismatch,none]
    precedence/dane-mismatch[ta-mismatch,none]
    precedence/dane-mismatch-behind[none]
case mismatch/absent  No TLSA record matches, there is no policy
    precedence/dane-mismatch[mismatch,absent]
    precedence/dane-mismatch[ta-mismatch,absent]
case unusable/met  No TLSA record is usable, the enforced policy is met
    precedence/unusable[length,passes]
    precedence/unusable[selector,passes]
    precedence/unusable[usage,passes]
case unusable/not-met  No TLSA record is usable, the enforced policy is not met
    precedence/unusable-policy-not-met
case unusable/testing  No TLSA record is usable, the policy is of mode testing
    precedence/unusable[length,testing]
    precedence/unusable[selector,testing]
    precedence/unusable[usage,testing]
case unusable/none  No TLSA record is usable, the policy is of mode none
    precedence/unusable[length,none]
    precedence/unusable[selector,none]
    precedence/unusable[usage,none]
case unusable/absent  No TLSA record is usable, there is no policy
    precedence/unusable[length,absent]
    precedence/unusable[selector,absent]
    precedence/unusable[usage,absent]
case servfail/met  The TLSA look-up fails, the enforced policy is met
    precedence/dane-lookup-fails[passes]
    precedence/dane-lookup-unanswered[passes]
case servfail/not-met  The TLSA look-up fails, the enforced policy is not met
    precedence/dane-lookup-fails[fails]
case servfail/testing  The TLSA look-up fails, the policy is of mode testing
    precedence/dane-lookup-fails[testing]
    precedence/dane-lookup-unanswered[testing]
case servfail/none  The TLSA look-up fails, the policy is of mode none
    precedence/dane-lookup-fails[none]
    precedence/dane-lookup-unanswered[none]
case servfail/absent  The TLSA look-up fails, there is no policy
    precedence/dane-lookup-fails[absent]
case bogus/met  The TLSA records are bogus, the enforced policy is met
    precedence/dane-bogus[passes]
case bogus/not-met  The TLSA records are bogus, the enforced policy is not met
    precedence/dane-bogus[fails]
case bogus/testing  The TLSA records are bogus, the policy is of mode testing
    precedence/dane-bogus[testing]
case bogus/none  The TLSA records are bogus, the policy is of mode none
    precedence/dane-bogus[none]
case bogus/absent  The TLSA records are bogus, there is no policy
    precedence/dane-bogus[absent]
case absent/met  There are no TLSA records, the enforced policy is met
    precedence/dane-absent[passes]
case absent/not-met  There are no TLSA records, the enforced policy is not met
    precedence/dane-absent-policy-not-met
    precedence/host-unsigned-policy-not-met
case absent/testing  There are no TLSA records, the policy is of mode testing
    precedence/dane-absent[testing]
case absent/none  There are no TLSA records, the policy is of mode none
    precedence/dane-absent[none]
case absent/absent  There are no TLSA records, there is no policy
    precedence/dane-absent[absent]
case some-hosts/met  The first host fails DANE, the second has no TLSA records, the enforced policy is met
    precedence/dane-on-one-host[passes]
case some-hosts/not-met  The first host fails DANE, the second has no TLSA records, the enforced policy is not met
    precedence/dane-on-one-host-policy-not-met
case some-hosts/testing  The first host fails DANE, the second has no TLSA records, the policy is of mode testing
    precedence/dane-on-one-host[testing]
case some-hosts/none  The first host fails DANE, the second has no TLSA records, the policy is of mode none
    precedence/dane-on-one-host[none]
case some-hosts/absent  The first host fails DANE, the second has no TLSA records, there is no policy
    precedence/dane-on-one-host[absent]
