// See zstd.h.
#include "harness/bundle/zstd.h"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "fixtures/base/fault.h"

namespace gauntlet::bundle {
namespace {

constexpr int level = 9;  // records are text that repeats itself; more takes minutes for a percent

[[noreturn]] void damaged(const std::string& file, std::string_view why) {
  throw Complaints(file, 0, fmt::format("it is no bundle as it was written: {}", why));
}

}  // namespace

ZstdWriter::ZstdWriter(const std::string& file, const std::string& named)
    : file_(named), out_(file, std::ios::binary | std::ios::trunc), context_(ZSTD_createCCtx(), ZSTD_freeCCtx),
      buffer_(ZSTD_CStreamOutSize()) {
  if (!out_) throw Fault(fmt::format("{} cannot be written: {}", file_, std::strerror(errno)));
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

void ZstdWriter::push(std::span<const char> bytes, ZSTD_EndDirective how) {
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  for (size_t left = 1; in.pos < in.size || (how == ZSTD_e_end && left);) {
    ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
    left = ZSTD_compressStream2(context_.get(), &out, &in, how);
    if (ZSTD_isError(left)) throw Fault(fmt::format("{} cannot be compressed: {}", file_, ZSTD_getErrorName(left)));
    out_.write(buffer_.data(), static_cast<std::streamsize>(out.pos));
  }
}

void ZstdWriter::write(std::span<const char> bytes) { push(bytes, ZSTD_e_continue); }

void ZstdWriter::finish() {
  push({}, ZSTD_e_end);
  errno = 0;
  out_.close();
  if (!out_) throw Fault(fmt::format("{} cannot be written: {}", file_, std::strerror(errno)));
}

ZstdReader::ZstdReader(const std::string& file)
    : file_(file), in_(file, std::ios::binary), context_(ZSTD_createDCtx(), ZSTD_freeDCtx), read_(ZSTD_DStreamInSize()),
      buffer_(ZSTD_DStreamOutSize()) {
  if (!in_) throw Complaints(file, 0, fmt::format("it cannot be read: {}", std::strerror(errno)));
}

std::span<const char> ZstdReader::next() {
  while (true) {
    if (input_.pos == input_.size) {
      in_.read(read_.data(), static_cast<std::streamsize>(read_.size()));
      input_ = {read_.data(), static_cast<size_t>(in_.gcount()), 0};
      if (input_.size && over_) damaged(file_, "more bytes follow its end");
      if (!input_.size && !over_) damaged(file_, "it ends too early");
      if (!input_.size) return {};
    }
    if (over_) damaged(file_, "more bytes follow its end");
    ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
    const size_t left = ZSTD_decompressStream(context_.get(), &out, &input_);
    if (ZSTD_isError(left)) damaged(file_, ZSTD_getErrorName(left));
    over_ = left == 0;
    if (out.pos) return {buffer_.data(), out.pos};
  }
}

}  // namespace gauntlet::bundle
