// See order.h.
#include "harness/run/order.h"

namespace gauntlet::run {
namespace json = boost::json;

std::string Order::to_text() const {
  json::object o;
  o["scenarios"] = scenarios;
  o["files"] = json::value_from(files);
  o["origins"] = json::value_from(origins);
  o["manifest"] = manifest;
  o["options"] = json::value_from(options);
  o["ground"] = ground;
  o["programs"] = programs;
  o["record"] = record;
  o["evidence"] = evidence;
  o["last"] = last;
  o["since"] = since;
  o["world"] = world;
  o["jobs"] = jobs;
  o["isolation"] = lab::name(isolation);
  o["done"] = done;
  o["total"] = total;
  o["progress"] = progress;
  o["news"] = news;
  o["tty"] = tty;
  o["colour"] = colour;
  o["purpose"] = purpose;
  o["domains"] = domains;
  return json::serialize(o);
}

Order Order::from_text(const std::string& text) {
  const auto value = json::parse(text);
  const auto& o = value.as_object();
  const auto word = [&](const char* key) { return std::string(o.at(key).as_string()); };
  Order order;
  order.scenarios = word("scenarios");
  order.files = json::value_to<std::vector<std::string>>(o.at("files"));
  order.origins = json::value_to<std::vector<std::string>>(o.at("origins"));
  order.manifest = word("manifest");
  order.options = json::value_to<std::map<std::string, std::string>>(o.at("options"));
  order.ground = word("ground");
  order.programs = word("programs");
  order.record = word("record");
  order.evidence = word("evidence");
  order.last = o.at("last").to_number<std::uint64_t>();
  order.since = o.at("since").to_number<double>();
  order.world = o.at("world").to_number<int>();
  order.jobs = o.at("jobs").to_number<int>();
  order.isolation = lab::isolation_named(word("isolation"));
  order.done = o.at("done").to_number<int>();
  order.total = o.at("total").to_number<int>();
  order.progress = o.at("progress").as_bool();
  order.news = o.at("news").as_bool();
  order.tty = o.at("tty").as_bool();
  order.colour = o.at("colour").as_bool();
  order.purpose = word("purpose");
  order.domains = o.at("domains").to_number<int>();
  return order;
}

}  // namespace gauntlet::run
