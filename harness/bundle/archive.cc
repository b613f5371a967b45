// See archive.h.
#include "harness/bundle/archive.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <set>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/bundle/zstd.h"
#include "harness/desk/desk.h"

namespace gauntlet::bundle {
namespace {

namespace fs = std::filesystem;

using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

std::string why(archive* of) {
  const char* text = archive_error_string(of);
  return text ? text : "it cannot be read";
}

/// What libarchive says when it breaks off inside our callbacks is less than what we threw there.
struct Source {
  ZstdReader reader;
  std::exception_ptr thrown;
};
struct Sink {
  ZstdWriter writer;
  std::exception_ptr thrown;
};

la_ssize_t give(archive*, void* at, const void** bytes) {
  auto& source = *static_cast<Source*>(at);
  try {
    const auto next = source.reader.next();
    *bytes = next.data();
    return static_cast<la_ssize_t>(next.size());
  } catch (...) {
    source.thrown = std::current_exception();
    return ARCHIVE_FATAL;
  }
}

la_ssize_t take(archive*, void* at, const void* bytes, size_t size) {
  auto& sink = *static_cast<Sink*>(at);
  try {
    sink.writer.write({static_cast<const char*>(bytes), size});
    return static_cast<la_ssize_t>(size);
  } catch (...) {
    sink.thrown = std::current_exception();
    return ARCHIVE_FATAL;
  }
}

void add(archive* to, const Packed& packed) {
  const auto bytes = packed.from.empty() ? packed.text : read_file(packed.from.string());
  const Entry entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), packed.path.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 0, 0);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  if (archive_write_header(to, entry.get()) != ARCHIVE_OK ||
      archive_write_data(to, bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size()))
    throw Fault(fmt::format("{} cannot be packed: {}", packed.path, why(to)));
}

/// Writes to `to_file`; complaints name `file`.
void write(const std::string& to_file, const std::string& file, const std::vector<Packed>& files) {
  Sink sink{ZstdWriter(to_file, file), nullptr};
  const std::unique_ptr<archive, decltype(&archive_write_free)> to(archive_write_new(), archive_write_free);
  archive_write_set_format_gnutar(to.get());  // long names and large files without further headers
  archive_write_set_bytes_in_last_block(to.get(), 1);
  try {
    if (archive_write_open(to.get(), &sink, nullptr, take, nullptr) != ARCHIVE_OK) throw Fault(why(to.get()));
    for (const auto& one : files) add(to.get(), one);
    if (archive_write_close(to.get()) != ARCHIVE_OK) throw Fault(why(to.get()));
  } catch (const Fault&) {
    if (sink.thrown) std::rethrow_exception(sink.thrown);
    throw;
  }
  sink.writer.finish();
}

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw Complaints(file, 0, "it is no bundle as it was written: " + why);
}

/// Plain files below one folder, each named once.
class Names {
 public:
  explicit Names(const std::string& file) : file_(file) {}

  std::string checked(archive_entry* entry) {
    const char* given = archive_entry_pathname(entry);
    const std::string path = given ? given : "";
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
      refuse(file_, printable(path, 200) + " is no plain file");
    const fs::path parts(path);
    const bool leads_out = parts.is_absolute() || parts.lexically_normal().string() != path ||
                           std::find(parts.begin(), parts.end(), "..") != parts.end();
    if (path.empty() || leads_out || !parts.has_parent_path() || !parts.has_filename())
      refuse(file_, "the path \"" + printable(path, 200) + "\" leads elsewhere");
    if (!seen_.empty() && *parts.begin() != *fs::path(*seen_.begin()).begin()) refuse(file_, "it holds more than one folder");
    if (!seen_.insert(path).second) refuse(file_, printable(path, 200) + " is there twice");
    return path;
  }

 private:
  const std::string& file_;
  std::set<std::string> seen_;
};

void extract(archive* from, const std::string& file, const fs::path& to, std::uint64_t& left) {
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  if (failed || fs::exists(to)) refuse(file, printable(to.filename().string(), 200) + " is a file and a folder");
  std::ofstream out(to, std::ios::binary);
  std::vector<char> buffer(1 << 16);
  for (la_ssize_t n = 0; (n = archive_read_data(from, buffer.data(), buffer.size())) != 0;) {
    if (n < 0) refuse(file, why(from));
    if (static_cast<std::uint64_t>(n) > left) refuse(file, fmt::format("it holds more than {} bytes", most_unpacked));
    left -= static_cast<std::uint64_t>(n);
    out.write(buffer.data(), n);
  }
  errno = 0;
  out.close();
  if (!out) throw Fault(fmt::format("{} cannot be written: {}", to.string(), std::strerror(errno)));
}

std::vector<std::string> read(Source& source, const std::string& file, const fs::path& into) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> from(archive_read_new(), archive_read_free);
  archive_read_support_format_tar(from.get());
  if (archive_read_open(from.get(), &source, nullptr, give, nullptr) != ARCHIVE_OK) refuse(file, why(from.get()));
  std::vector<std::string> paths;
  Names names(file);
  std::uint64_t left = most_unpacked;
  archive_entry* entry = nullptr;
  int status = 0;
  while ((status = archive_read_next_header(from.get(), &entry)) == ARCHIVE_OK) {
    paths.push_back(names.checked(entry));
    extract(from.get(), file, into / paths.back(), left);
  }
  if (status != ARCHIVE_EOF) refuse(file, why(from.get()));
  return paths;
}

}  // namespace

void pack(const std::string& file, std::vector<Packed> files) {
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  desk::write_whole(file, [&](const std::string& to) { write(to, file, files); });
}

std::vector<std::string> unpack(const std::string& file, const fs::path& into) {
  Source source{ZstdReader(file), nullptr};
  try {
    auto paths = read(source, file, into);
    // What stands behind tar's end is looked at too: the checksum comes last.
    while (true) {
      const auto rest = source.reader.next();
      if (rest.empty()) break;
      if (std::any_of(rest.begin(), rest.end(), [](char c) { return c != 0; })) refuse(file, "something follows its last file");
    }
    if (paths.empty()) refuse(file, "it is empty");
    return paths;
  } catch (const Complaints&) {
    if (source.thrown) std::rethrow_exception(source.thrown);
    throw;
  }
}

}  // namespace gauntlet::bundle
