// The commands of the program, one function each, and what each is told. main.cc parses the command line
// into these; every function returns the exit code.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/preflight/questions.h"
#include "harness/report/material.h"
#include "fixtures/lab/door.h"
#include "harness/run/plan.h"

namespace gauntlet::cli {

/// Exit codes that scripts may rely on.
enum Exit { conformant = 0, violated = 1, usage = 2, broken = 3, nothing_selected = 4, no_isolation = 5, interrupted = 130 };

inline constexpr const char* default_resolver = "unbound";

struct Selection {
  std::vector<std::string> filters, excludes;  ///< patterns over scenario ids: * and ?
  std::vector<std::string> files;              ///< scenario files given by path, in place of the suite
  std::string profile;                         ///< only what this profile's cases and clauses rest on; "" = whatever
  std::optional<run::Shard> shard;             ///< only this part of them
  std::optional<std::vector<std::string>> ids; ///< only these of the suite, by their whole ids
  bool alone = false;                          ///< without what they rest on
};

struct RunOptions {
  std::vector<std::string> candidates;
  std::string out = "out";
  Selection selection;
  std::map<std::string, std::string> set;
  std::string posture;  ///< of each candidate: the options that its manifest means by that; "" = none
  int jobs = 0;
  int repeat = 1;
  std::optional<std::uint32_t> seed;  ///< of names and order; none = another one in every run
  bool shuffle = false;               ///< else in the order of their names
  bool strict = false, quiet = false, no_colour = false, json = false, dry_run = false;
  std::string isolation;  ///< "" = the strongest rung that works
  std::string resolver = default_resolver;
  std::string declaration;  ///< a file: what the vendor says that the candidate offers; "" = none
  bool certified = false;   ///< by the rules of harness/bundle/CLAIMS.md
  bool capture = false;     ///< keep packets, keys and dialogues, a file a scenario
  std::string bundle;       ///< a file for the evidence of the one run; "" = none
  std::string sign;         ///< the private key to sign it with, in PEM; "" = unsigned
  std::string rerun_failed;  ///< OUT of an earlier run, of which what failed is played again, by its options; "" = none
  std::string resume;        ///< OUT of a run that broke off, which is played to its end; "" = none
};

int run(const RunOptions&);

struct PopulationOptions {
  std::uint64_t domains = 2000, seed = 1;
  std::string profile = "mail-domains";  ///< name, or path of a file
  std::optional<run::Shard> shard;
  std::vector<std::string> defences, attacks;  ///< none = all
  std::vector<std::string> sweeps;
  std::string out = "population";
  bool real = false;  ///< on sockets, too
  bool json = false, quiet = false;
  std::string resolver = default_resolver;
};
int population(const PopulationOptions&);
/// Whether `population` has written that folder.
bool is_population(const std::string& folder);
int merge_populations(const std::vector<std::string>& parts, const std::string& out, bool quiet);

int merge(const std::vector<std::string>& shards, const std::string& out, bool strict, bool quiet);
int judge(const std::string& folder, bool strict, bool quiet);
/// What `judge` does, to a folder that is held already: rules on it, writes its reports, and prints the one for a terminal.
int rule_on(const std::string& folder, bool strict, bool quiet);
struct ReportOptions {
  std::vector<std::string> folders;          ///< OUT/<candidate>, or OUT with all that are in it
  std::map<std::string, std::string> files;  ///< a reporter's name -> the file to write, "-" for standard output; none = the terminal's report
  std::vector<std::string> controls;         ///< files; none = the maps that the run was judged with
  std::string dialect = "ci", profile;       ///< profile: whose cases are listed
  report::Laboratory laboratory;
  std::string laboratory_pdf;  ///< the file to write, "-" for standard output; "" = none
  std::string opinion;  ///< a file; "" = none
  bool strict = false, verdicts = false;
};
int report(const ReportOptions&);
/// Says what got better and worse; `violated` when something got worse.
int diff(const std::string& old_folder, const std::string& new_folder, bool json);
/// Packs a finished run's folder as evidence, signed by `key` where it is not "".
int bundle(const std::string& folder, const std::string& file, const std::string& key);
/// Checks a bundle; `key` is the signer's public one, "" = whoever it was.
int verify(const std::string& file, const std::string& key, bool allow_dirty);
int list(const std::string& what, bool json, const Selection&);
int show(const std::string& what);
int sketches(bool as_json, bool open_only);
int coverage(bool json, bool open_only);
int lint(const std::vector<std::string>& files);
struct FaultOptions {
  std::string out = "out/faults";
  Selection selection;
  std::vector<std::string> faults;  ///< "" = all
  std::string resolver = default_resolver;
  int parallel = 0;                 ///< runs at a time; 0 = forty per core: a run mostly waits
  std::string map;        ///< file that says what decides: play only that; "" = the full matrix
  int sample = 1;         ///< of the map, every so manieth fault, with what decides on it
  std::string write_map;  ///< file to write that to, from the full matrix
  bool json = false;
};
int faults(const FaultOptions&);
struct AtlasOptions {
  std::string out = "atlas";
  std::vector<std::string> candidates;         ///< in the columns, in place of the defences
  std::vector<std::string> filters, defences;  ///< patterns over attacks and over columns; none = all
  std::string resolver = default_resolver;
  std::optional<std::uint32_t> seed;  ///< of names; none = another one in every run
  std::string tables;  ///< a file of outcomes, printed as Markdown; nothing is played
  bool quiet = false;
};
int atlas(const AtlasOptions&);
std::string atlas_folder();  ///< scenarios_folder()/atlas
int doctor(bool json);
/// Descriptors that this process may have (the soft limit, which main raises to the hard one), and about how many a
/// world of so many scenarios needs: two for each, and the lab's own.
unsigned long open_files();
unsigned long files_for(size_t scenarios);
int up(const std::string& candidate, const Selection&, const std::string& isolation, const std::string& resolver);
struct PreflightOptions {
  std::string resolv_conf = "/etc/resolv.conf";
  std::vector<std::string> anchors;  ///< files of trust anchors; none = where Debian's resolvers have theirs
  preflight::Names names;
};
/// Looks at this machine's resolver and MTA: `violated` when something does not hold, `broken` when something could not be asked.
int preflight(const PreflightOptions&);
struct ServeOptions {
  std::string candidate;
  std::string authorities;  ///< the file of the CAs that it is to trust; "" = OUT/authorities.pem
  std::string delegated, key;  ///< a domain that is delegated to us, and the file of its key; "" = our resolver is asked
  lab::Door door;
  std::string page = "127.0.0.1:8025";  ///< where the page is served, on the machine's own network
  std::string out = "out";
  std::string resume;  ///< OUT/<candidate> of a run that was stopped, to go on with; "" = a new one
  std::string operator_name;  ///< who sits at it; "" = nobody says
  Selection selection;
  std::string resolver = default_resolver;
  int jobs = 0;
  bool quiet = false;
};
int serve(const ServeOptions&);
/// A manifest's name or path.
int check_candidate(const std::string& candidate, const std::string& isolation, const std::string& resolver);
int bench(const std::vector<int>& domains, const std::string& candidate, const std::string& resolver, bool json);
/// Policy hosts of MTA-STS by the thousand, and such as are slow or never end.
int bench_policies(const std::string& candidate, const std::string& resolver, bool json);
/// How long an off-path spoofer needs for each resolver (`only`: "" = all), guarded and not, trying for so many seconds.
int bench_spoofing(const std::string& candidate, const std::string& only, int seconds, bool json);
int install_candidates(const std::vector<std::string>& names);
int list_candidates(bool json);

}  // namespace gauntlet::cli
