#!/usr/bin/env bash
# Proves the README's two commands on a bare Debian 12 that holds git and nothing else: makes one with debootstrap,
# clones this repository's HEAD into it and runs a command there. As root; needs the package debootstrap.
#   tools/prove_fresh.sh [--keep DIR] [COMMAND...]      default: ./dev demo --prepare-only
# --keep DIR keeps the bare system's archive there for the next run. Network settings (mirror, resolver,
# certificates, npm settings) are this machine's own.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if [ "${1:-}" = :inside ]; then  # in namespaces of our own: the mounts and processes end with this shell
    root=$2
    shift 2
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mkdir -p "$root/source"
    mount --bind -o ro "$repository" "$root/source"
    common=$(git -C "$repository" rev-parse --path-format=absolute --git-common-dir)
    mkdir -p "$root$common"
    mount --bind -o ro "$common" "$root$common"
    in_root() { env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb chroot "$root" bash -euo pipefail -c "$1"; }
    in_root "apt-get update -q=2 && DEBIAN_FRONTEND=noninteractive apt-get install -q=2 -y --no-install-recommends git >/dev/null"
    in_root "git -c safe.directory='*' clone -q --no-checkout file:///source /root/fangxian"
    in_root "git -C /root/fangxian checkout -q --detach $(git -C "$repository" rev-parse HEAD)"
    start=$SECONDS
    in_root "cd /root/fangxian && $*" && status=0 || status=$?
    echo "prove_fresh: \"$*\" ended with $status after $((SECONDS - start)) s"
    exit $status
fi

keep=""
[ "${1:-}" != --keep ] || { keep=$2; shift 2; }
[ "$EUID" = 0 ] || { echo "prove_fresh: run it as root" >&2; exit 1; }
root=$(mktemp -d /var/tmp/fangxian-fresh.XXXXXX)
chmod 755 "$root"
trap 'rm -rf --one-file-system "$root"' EXIT

archive=${keep:+$keep/bookworm-minbase.tar}
if [ -n "$archive" ] && [ -f "$archive" ]; then
    tar -xf "$archive" -C "$root"
else
    debootstrap --variant=minbase bookworm "$root" >/dev/null
    [ -z "$archive" ] || { mkdir -p "$keep"; tar -cf "$archive" -C "$root" .; }
fi

cp /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/usr/local/share" "$root/etc/ssl"
cp -r /usr/local/share/ca-certificates "$root/usr/local/share/" 2>/dev/null || true
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/machine.crt"
    echo "cafile=/etc/ssl/machine.crt" >"$root/root/.npmrc"
fi
registry=$(npm config get registry 2>/dev/null || true)
[ -z "$registry" ] || echo "registry=$registry" >>"$root/root/.npmrc"
cp /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null || rm -f "$root/etc/apt/sources.list"
cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/" 2>/dev/null || true

[ $# -gt 0 ] || set -- ./dev demo --prepare-only
unshare --mount --pid --fork --kill-child bash "${BASH_SOURCE[0]}" :inside "$root" "$@"
