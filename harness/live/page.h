// The page that `web` serves: one file, no script or font of anybody else's.
#pragma once

namespace gauntlet::live {

extern const char* const page;

}  // namespace gauntlet::live
