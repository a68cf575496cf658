# Installing: Debian packages that are missing, a Node new enough for the web build, the npm packages.

NODE_OLDEST=20.19  # Vite 8: ^20.19.0 || >=22.12.0
# The folder of the package too: npm 9 does not link the command of an optional package into .bin.
for folder in "$PWD"/tools/node/node_modules/{node-linux-*/bin,.bin}; do
    [ ! -d "$folder" ] || PATH=$folder:$PATH
done

# The packages of the lists given that this machine lacks. A second word in a line is a command that serves as well.
missing_packages() {
    local name command
    cat "$@" | sed 's/#.*//' | while read -r name command; do
        [ -n "$name" ] || continue
        [ -z "$command" ] || ! command -v "$command" >/dev/null || continue
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
    done
}

install_debian() {
    local missing
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || { echo "nothing missing"; return 0; }
    echo "missing:" $missing
    as_root apt-get -o Acquire::Retries=3 update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y --no-install-recommends $missing
}

node_is_recent() {
    local version
    version=$(node --version 2>/dev/null) || return 1
    [ "$(printf '%s\n' "$NODE_OLDEST" "${version#v}" | sort -V | head -n 1)" = "$NODE_OLDEST" ]
}

# npm_ci FOLDER: only when its lockfile differs from the one last installed.
npm_ci() {
    local folder=$1 stamp=$1/node_modules/.installed-lock
    cmp -s "$folder/package-lock.json" "$stamp" && { echo "$folder: up to date"; return 0; }
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
    mkdir -p "$folder/node_modules" && cp "$folder/package-lock.json" "$stamp"
}

install_node() {
    if ! node_is_recent || ! command -v npm >/dev/null; then npm_ci tools/node; fi
    bash ./dev :run node_found
}

# In a shell of its own, whose PATH knows what has just been installed.
node_found() {
    echo "node $(node --version), npm $(npm --version)"
    node_is_recent || die "Node $NODE_OLDEST or newer is needed for the web build; found $(node --version)"
}

verb_install() {
    local lists=(tools/packages.txt tools/packages-test.txt)
    [ "${1:-}" != --build-only ] || lists=(tools/packages.txt)
    say "install: Debian packages of ${lists[*]}, Node, npm packages"
    step "debian packages" install_debian "${lists[@]}" || exit 1
    step "node" install_node || exit 1
    [ ! -f package-lock.json ] || step "npm packages" npm_ci . || exit 1
}
