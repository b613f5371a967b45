// What the outer process tells the inner one: a file in the cell's folder, whose path stands on the command line
// of `gauntlet inside`. (One argument holds 128 KiB at most, a file as many scenarios as there are.)
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "fixtures/lab/door.h"
#include "fixtures/lab/isolation.h"

namespace gauntlet::run {

/// Where the program's own things lie; all absolute.
struct Places {
  std::string program;   ///< gauntlet itself
  std::string programs;  ///< folder with gauntlet's own programs
  std::string zones;     ///< folder with the fixed zones
  std::string name_server;  ///< file of the server that serves them
};
BOOST_DESCRIBE_STRUCT(Places, (), (program, programs, zones, name_server))

/// A scenario to play: the copy that is kept, and the file that complaints name.
struct Copy {
  std::string id, file, origin;
  std::string number;  ///< how an authority numbers it, "" = not at all
};
BOOST_DESCRIBE_STRUCT(Copy, (), (id, file, origin, number))

struct Order {
  std::string cell;    ///< its id
  std::string folder;  ///< the cell's: order.json, record.jsonl, candidate/ (its logs and configuration)
  std::string root;    ///< the folder that the kept scenarios' ids are relative to
  std::vector<Copy> scenarios;  ///< begun in this order
  std::string manifest;         ///< file
  std::map<std::string, std::string> options;
  std::string resolver;         ///< file
  Places places;
  std::uint32_t seed = 0;          ///< of the names (names.h)
  int jobs = 0;                    ///< plays at a time; 0 = all
  bool capture = false;            ///< keep what goes over the candidate's wire, and the keys of its TLS
  std::string isolation = "root";  ///< a rung of the ladder
  /// play; shell: a shell in the room (`up`); check: what of a manifest works (`candidates check`); raise, sink, policies: measurements
  /// (`bench`) over `domains` plots; spoof: one of `domains` seconds (spoof.h).
  std::string purpose = "play";
  lab::Door door;  ///< by which a candidate that runs elsewhere comes in; without an interface none does
  std::string authorities;  ///< file of the CAs that it trusts (pki/authorities.h); "" = new ones
  std::string delegated, delegated_key;  ///< the domain, absolute, that all zones lie below, and the file of its key; "" = none
  int domains = 0;
  std::string operator_name;  ///< who sits at it; "" = nobody
  bool paused = false;        ///< he wants no play to begin a step until he says so
  std::string fault;  ///< policies: of the policy hosts, `slow` or `endless`; "" = none; spoof: how the resolver guards itself

  lab::Isolation rung() const { return lab::isolation_named(isolation); }
  std::string record() const { return folder + "/record.jsonl"; }
  std::string file() const { return folder + "/order.json"; }

  /// Writes file(). Throws Fault.
  void save() const;
  /// Throws Fault for anything that `save` has not written.
  static Order load(const std::string& file);
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (cell, folder, root, scenarios, manifest, options, resolver, places, seed, jobs, capture, isolation, purpose, door,
                       authorities, delegated, delegated_key, domains, operator_name, paused, fault))

}  // namespace gauntlet::run
