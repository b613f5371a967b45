// A folder's files as one file, tar in zstd, and back. The same files give the same bytes: sorted, without times, owners and modes.
// The zstd frame has a checksum, so that no bit of it flips unseen. Signatures and meaning are others' (bundle.h).
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace gauntlet::bundle {

/// A file to be packed: its path in the archive, and the file that it is read from, or its text where there is none.
struct Packed {
  std::string path;
  std::filesystem::path from;
  std::string text;
};

/// Writes the archive, whole or not at all (as desk::write_whole). Throws Fault when a file cannot be read or written.
void pack(const std::string& file, std::vector<Packed> files);

/// Unpacks into an empty folder and returns the paths. Throws Complaints, one sentence, for what is no such archive, is cut or
/// damaged, holds anything but plain files below one folder, names a path twice or one that leads elsewhere, or is larger
/// than `most_unpacked`.
std::vector<std::string> unpack(const std::string& file, const std::filesystem::path& into);

inline constexpr std::uint64_t most_unpacked = 64ull << 30;  ///< bytes

}  // namespace gauntlet::bundle
