#!/bin/sh
# A kernel that Jupyter starts: `start.sh NODE FLAG START CONNECTION`, as `NODE FLAG START CONNECTION` or from the
# snapshot that holds. A shell can become what it chooses, which Node cannot: the process stays the one that Jupyter
# knows, by its number, with its ports and signals.
snapshot=$("$1" "${3%start.js}snapshot/print.js" 2>/dev/null)
if [ -n "$snapshot" ]; then exec "$1" "$2" --snapshot-blob "$snapshot" "$4"; fi
exec "$@"
