# Sourced by the other scripts: build <preset> [target...] builds quietly, and says
# everything when it fails.
build() {
  local preset=$1 log=build/$1.log
  shift
  mkdir -p build
  echo "building $preset" >&2
  if cmake --preset "$preset" >"$log" 2>&1 &&
    cmake --build --preset "$preset" ${1:+--target "$@"} -- -j "$(nproc)" >>"$log" 2>&1; then
    return 0
  fi
  cat "$log" >&2
  echo "building $preset failed" >&2
  exit 1
}
