// What scenarios say of policy hosts: the lines of an `https` block and the faults of one, and the policies that stand in
// blocks of their own.
#pragma once
#include "fixtures/https/plan.h"
#include "harness/scenario/model.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {

/// "cert ...", "sni NAME cert ...", "plain", "serve POLICY", "fault ...". Throws Mistake.
void site_line(https::Site& site, const std::string& name, Phrase& phrase);
/// What `break NAME` is followed by. Throws Mistake.
https::SiteFault site_fault(const std::string& name, Phrase& phrase);

/// The octets of a policy: its lines, each ended by CR LF (RFC 8461, 3.2).
std::string policy_text(const Policy& policy);
/// Puts the texts of the scenario's policies where hosts and steps name them. Complaints by line.
void settle_policies(Scenario& scenario, const std::function<void(int, const std::string&)>& complain);

}  // namespace gauntlet::scenario
