#!/bin/sh
# Installs motscope from this folder:
#   ./install.sh [PREFIX]            default: ~/.local
#   ./install.sh --remove [PREFIX]   removes what was installed there
set -eu
here=$(cd "$(dirname "$0")" && pwd)
remove=no
[ "${1:-}" != --remove ] || { remove=yes; shift; }
prefix=${1:-$HOME/.local}
# Which files these are follows from what is in this folder.
(cd "$here" && find bin share -type f) | while IFS= read -r file; do
    if [ "$remove" = yes ]; then
        rm -f "$prefix/$file"
    else
        mkdir -p "$prefix/$(dirname "$file")"
        cp "$here/$file" "$prefix/$file"
    fi
done
# Desktops learn of the entry, the kinds of files and the icons. Where a program for it is missing, they look by themselves.
update() { ! command -v "$1" >/dev/null || "$@" >/dev/null 2>&1 || true; }
update update-desktop-database "$prefix/share/applications"
update update-mime-database "$prefix/share/mime"
update gtk-update-icon-cache -qtf "$prefix/share/icons/hicolor"
if [ "$remove" = yes ]; then
    echo "motscope was removed from $prefix"
else
    echo "motscope is in $prefix/bin/motscope"
    case ":$PATH:" in *":$prefix/bin:"*) ;; *) echo "$prefix/bin is not on the PATH" ;; esac
fi
