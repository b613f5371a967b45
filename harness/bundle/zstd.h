// zstd as a stream of bytes in a file, with its checksum, which tar's own library neither writes nor insists on.
#pragma once
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <zstd.h>

namespace gauntlet::bundle {

class ZstdWriter {
 public:
  /// Writes to `file`, which complaints call `named`. Throws Fault.
  ZstdWriter(const std::string& file, const std::string& named);
  void write(std::span<const char>);
  /// Ends the frame. Throws Fault when the file was not written whole.
  void finish();

 private:
  void push(std::span<const char>, ZSTD_EndDirective);

  std::string file_;
  std::ofstream out_;
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
  std::vector<char> buffer_;
};

class ZstdReader {
 public:
  /// Throws Complaints when the file cannot be opened.
  explicit ZstdReader(const std::string& file);
  /// The next bytes, nothing at the end of the frame. Throws Complaints for what is no zstd, is cut, or has another checksum.
  std::span<const char> next();

 private:
  std::string file_;
  std::ifstream in_;
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context_;
  std::vector<char> read_, buffer_;
  ZSTD_inBuffer input_{nullptr, 0, 0};
  bool over_ = false;
};

}  // namespace gauntlet::bundle
