# AddressSanitizer with LeakSanitizer and UndefinedBehaviorSanitizer.  Use: cmake -C .cmake/asan.cmake -S . -B build/asan -G Ninja
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_COMPILER gcc CACHE STRING "")
set(SAN address CACHE STRING "")
set(TESTS ON CACHE BOOL "")
set(INJECT ON CACHE BOOL "")
set(CHEAP_PASSWORDS ON CACHE BOOL "")
