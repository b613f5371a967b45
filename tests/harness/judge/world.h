// Records of a few events for tests of the judge, written as a play goes on, and what it makes of them.
#pragma once
#include <string>

#include "harness/judge/judge.h"
#include "harness/judge/rule.h"
#include "harness/scenario/reader.h"

namespace gauntlet::judge {

/// A record of one cell, written in the order in which things happen.
class World {
 public:
  explicit World(std::string id = "shared") { cell.id = std::move(id); }

  World& add(const std::string& tag, const std::string& actor, const std::string& what,
             const std::string& data = "{}") {
    t += 0.1;
    cell.events.push_back(
        {cell.events.size() + 1, t, tag, actor, what, boost::json::parse(data).as_object()});
    return *this;
  }
  World& lab(const std::string& what, const std::string& data = "{}") {
    return add("", "runner", what, data);
  }
  /// From here on events belong to a play of this scenario.
  World& play(const std::string& id) {
    tag = id;
    cell.scenarios.push_back(id);
    return did("play.begin", R"({"names":{"domain":"x.test","mx1":"198.18.1.1"}})");
  }
  World& did(const std::string& what, const std::string& data = "{}") {
    return add(tag, "runner", what, data);
  }
  World& step(const std::string& name) {
    over();
    open = name;
    return did("step.begin", R"({"step":")" + name + "\"}");
  }
  World& sent(const std::string& message = "note") {
    return did("submit",
               R"({"msg":")" + message + R"(","token":")" + message + R"(-1","to":"a","status":0})");
  }
  World& connects(const std::string& mx = "mx1") {
    return add(tag, mx, "tcp.accept", R"({"conn":1,"port":25,"from":"c","to":"m","via":""})");
  }
  World& offers(const std::string& message = "note", const std::string& mx = "mx1") {
    return add(tag, mx, "smtp.mail", R"({"conn":1,"tls":true,"token":")" + message + "-1\"}");
  }
  World& delivers(const std::string& message = "note", const std::string& mx = "mx1") {
    offers(message, mx);
    return add(tag, mx, "smtp.message",
               R"({"conn":1,"tls":true,"accepted":true,"to":["a"],"token":")" + message + "-1\"}");
  }
  World& asks(const std::string& rcode, bool cd = false) {
    const std::string name = R"("id":1,"name":"_25._tcp.mx1.x.test.","type":"TLSA")";
    add(tag, "tap", "dns.query",
        "{" + name + R"(,"ad":true,"do":true,"cd":)" + (cd ? "true}" : "false}"));
    return add(tag, "tap", "dns.answer",
               "{" + name + R"(,"rcode":")" + rcode + R"(","ad":false,"tc":false,"answers":[]})");
  }
  World& kept(const std::string& message = "note") {
    return did("queue.kept", R"({"token":")" + message + R"(-1","state":"deferred"})");
  }
  World& fate(const std::string& what, const std::string& action = "") {
    return did(what, R"({"token":"note-1","n":1,"action":")" + action + "\"}");
  }
  World& after(double seconds) {
    t += seconds;
    return *this;
  }
  World& over() {
    if (!open.empty()) did("step.end", R"({"step":")" + open + "\"}");
    open.clear();
    return *this;
  }
  /// The play ends here.
  World& end() {
    over();
    return did("play.end", R"({"why":"over"})");
  }

  Cell cell;
  double t = 0;
  std::string tag, open;
};

inline scenario::Scenario written(const std::string& steps, const std::string& head = "",
                           const std::string& id = "dane/x") {
  return scenario::parse_scenario(id, "x", "title T\n" + head + "zone signed\nmx mx1\nmx mx2\n" + steps);
}

inline Verdict only(const scenario::Scenario& scenario, const World& world, const Facts& facts = {}) {
  return judge({scenario}, {world.cell}, facts).front();
}

inline std::string result(const scenario::Scenario& scenario, const World& world) {
  return to_text(only(scenario, world).verdict);
}

inline bool says(const Verdict& verdict, const std::string& part) {
  for (const auto& reason : verdict.reasons)
    if (reason.find(part) != reason.npos) return true;
  return false;
}

inline const std::string must_deliver = "step s\n    send note to a\n    MUST deliver note within 60s\n";

inline World missed(const std::string& cell = "shared") {
  World world(cell);
  world.lab("bystander.sent").lab("bystander.through");
  world.play("dane/x").step("s").sent().connects().after(61);
  world.lab("bystander.sent").lab("bystander.through");
  return world;
}

}  // namespace gauntlet::judge
