// See captures.h.
#include "harness/desk/captures.h"

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "fixtures/lab/pcapng.h"
#include "harness/desk/packets.h"
#include "harness/scenario/reader.h"

namespace gauntlet::desk {
namespace {

namespace fs = std::filesystem;

/// Whose an address or a label of a name is: the scenario's, as its play began with them.
class Owners {
 public:
  explicit Owners(const judge::Cell& cell) {
    for (const auto& event : cell.events)
      if (event.what == "play.begin")
        if (const auto* names = event.data.if_contains("names"); names && names->is_object()) add(event.tag, names->get_object());
  }

  /// "" for nobody's.
  std::string of(const Traits& packet) const {
    for (const auto& address : {packet.from, packet.to})
      if (const auto found = owners_.find(address); found != owners_.end()) return found->second;
    for (const auto& label : packet.labels)
      if (const auto found = owners_.find(label); found != owners_.end()) return found->second;
    return "";
  }

 private:
  void add(const std::string& tag, const boost::json::object& names) {
    for (const auto& [key, value] : names) {
      if (!value.is_string()) continue;
      const std::string text(value.get_string());
      boost::system::error_code none;
      const auto address = boost::asio::ip::make_address(text, none);
      if (!none) owners_[address.to_string()] = tag;
      // Domains and named zones: their first label is theirs alone.
      else if (const auto dot = text.find('.'); dot != text.npos && !key.ends_with(".host")) owners_[lower(text.substr(0, dot))] = tag;
    }
  }

  std::map<std::string, std::string> owners_;
};

struct Wire {
  std::string packets;            ///< blocks
  std::set<std::string> randoms;  ///< of its ClientHellos
};

/// The lines of a key log that are about these handshakes: "LABEL <client random> <secret>".
std::string keys_of(const std::string& log, const std::set<std::string>& randoms) {
  std::string out;
  std::istringstream in(log);
  for (std::string line; std::getline(in, line);) {
    const auto said = words(line);
    if (said.size() == 3 && randoms.contains(said[1])) out += line + "\n";
  }
  return out;
}

std::string capture_of(const std::string& folder, const std::string& scenario) {
  return folder + "/captures/" + scenario::label(scenario) + ".pcapng";
}
std::string transcript_of(const std::string& folder, const std::string& scenario) {
  return folder + "/transcripts/" + scenario::label(scenario) + ".txt";
}

void split(const Desk& desk, const judge::Cell& cell) {
  const auto folder = cell_folder(desk.folder, cell.id);
  if (!fs::exists(wire_file(folder))) return;
  const Owners owners(cell);
  std::map<std::string, Wire> wires;
  const auto captured = lab::parse_pcapng(read_file(wire_file(folder)));
  for (const auto& packet : captured.packets) {
    const auto traits = traits_of(packet.bytes);
    const auto owner = owners.of(traits);
    if (owner.empty()) continue;
    auto& wire = wires[owner];
    wire.packets += lab::pcapng_packet(packet);
    if (!traits.client_random.empty()) wire.randoms.insert(traits.client_random);
  }
  const auto keys = read_file(keys_file(folder));
  for (const auto& [scenario, wire] : wires) {
    auto text = lab::pcapng_section("gauntlet");
    if (const auto own = keys_of(keys, wire.randoms); !own.empty()) text += lab::pcapng_secrets(own);
    text += lab::pcapng_interface(scenario) + wire.packets;
    if (captured.lost) text += lab::pcapng_lost(captured.packets.empty() ? 0 : captured.packets.back().time, captured.lost);
    write_whole(capture_of(desk.folder, scenario), text);
  }
  fs::remove(wire_file(folder));
  fs::remove(keys_file(folder));
}

}  // namespace

std::string wire_file(const std::string& cell_folder) { return cell_folder + "/wire.pcapng"; }
std::string keys_file(const std::string& cell_folder) { return cell_folder + "/keys.log"; }

std::string transcript(const judge::Cell& cell, const std::string& scenario) {
  std::map<std::int64_t, std::string> dialogues;
  for (const auto& event : cell.events) {
    if (event.tag != scenario) continue;
    if (event.what == "tcp.accept")
      dialogues[event.number("conn")] += fmt::format("--- {:.3f} s: {} to {} ({}), port {} ---\n", event.t, event.text("from"), event.actor,
                                                     event.text("to"), event.number("port"));
    if (event.what != "smtp.in" && event.what != "smtp.out") continue;
    const auto whose = event.what == "smtp.in" ? "C" : "S";
    dialogues[event.number("conn")] += fmt::format("{:9.3f} {} {}: {}\n", event.t, event.flag("tls") ? "TLS" : "   ", whose, event.text("line"));
  }
  std::string text;
  for (const auto& [conn, lines] : dialogues) text += lines + "\n";
  return text;
}

void write_captures(const Desk& desk) {
  for (const auto& cell : desk.cells) {
    split(desk, cell);
    for (const auto& scenario : cell.scenarios)
      if (const auto text = transcript(cell, scenario); !text.empty())
        write_whole(transcript_of(desk.folder, scenario), text);
  }
}

void remove_captures(const std::string& folder, const std::vector<std::string>& scenarios) {
  for (const auto& scenario : scenarios) fs::remove(capture_of(folder, scenario)), fs::remove(transcript_of(folder, scenario));
}

}  // namespace gauntlet::desk
