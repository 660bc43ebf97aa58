# Finds a JDK of at least 21, or of the version in jdk_least, and exports JAVA_HOME. Sourced by mvnw and by datasave, before they start Java.
# Order: JAVA_HOME, then javac on the path, then the newest one in the usual folders.

datasave_jdk_version() { # $1 = home; prints the feature version, or nothing where there is no JDK
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p' "$1/release" | head -n 1
}

datasave_find_jdk() {
  jdk_least=${jdk_least:-21}
  jdk_found=""
  jdk_on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$jdk_on_path" ]; then
    jdk_on_path=$(readlink -f "$jdk_on_path" 2>/dev/null || printf %s "$jdk_on_path")
    jdk_on_path=$(dirname "$(dirname "$jdk_on_path")")
  fi
  for jdk_home in "${JAVA_HOME-}" "$jdk_on_path"; do
    [ -n "$jdk_home" ] || continue
    jdk_version=$(datasave_jdk_version "$jdk_home")
    [ -n "$jdk_version" ] || continue
    if [ "$jdk_version" -ge "$jdk_least" ]; then
      JAVA_HOME=$jdk_home
      export JAVA_HOME
      return 0
    fi
    jdk_found="$jdk_found
  $jdk_version at $jdk_home"
  done
  jdk_best=""
  jdk_best_version=$((jdk_least - 1))
  for jdk_home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${SDKMAN_DIR-${HOME-}/.sdkman}"/candidates/java/* \
    "${HOME-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_version=$(datasave_jdk_version "$jdk_home")
    [ -n "$jdk_version" ] || continue
    if [ "$jdk_version" -gt "$jdk_best_version" ]; then
      jdk_best=$jdk_home
      jdk_best_version=$jdk_version
    fi
    [ "$jdk_version" -ge "$jdk_least" ] || jdk_found="$jdk_found
  $jdk_version at $jdk_home"
  done
  if [ -n "$jdk_best" ]; then
    JAVA_HOME=$jdk_best
    export JAVA_HOME
    return 0
  fi
  {
    echo "${jdk_for:-DataSave} needs a JDK of version $jdk_least or newer to build, and none was found."
    echo "Found:${jdk_found:- none}"
    echo "Get one from https://adoptium.net, with your system's packages (for example openjdk-$jdk_least-jdk, java-$jdk_least-openjdk-devel)"
    echo "or with SDKMAN (sdk install java). If it is in an unusual folder, set JAVA_HOME to it."
  } >&2
  return 1
}

datasave_find_jdk || exit 1
