#!/usr/bin/env bash
# Compares the images of the Dockerfiles, the workflows and compose.yaml with Docker Hub's registry: which digest each tag
# has there now. Fails if one differs or cannot be resolved. A digest stays usable after its tag has moved on.
set -euo pipefail
cd "$(dirname "$0")/.."

# Digest of a tag of an image. The registry wants a token, also for public images.
digest() {
    local name=$1 tag=$2 token
    # An official image has no owner in its name.
    [[ $name == */* ]] || name=library/$name
    token=$(curl -fsS --max-time 20 "https://auth.docker.io/token?service=registry.docker.io&scope=repository:$name:pull" |
        grep -oE '"token":"[^"]+"' | head -n 1 | cut -d '"' -f 4)
    curl -fsSI --max-time 20 -H "Authorization: Bearer $token" \
        -H 'Accept: application/vnd.oci.image.index.v1+json' \
        -H 'Accept: application/vnd.docker.distribution.manifest.list.v2+json' \
        "https://registry-1.docker.io/v2/$name/manifests/$tag" |
        tr -d '\r' | grep -i '^docker-content-digest:' | grep -oE 'sha256:[0-9a-f]{64}'
}

status=0
while read -r image; do
    [[ $image =~ ^([a-z/]+):([^@]+)@(sha256:[0-9a-f]{64})$ ]] || { echo "$image: no name:tag@digest" && status=1 && continue; }
    name=${BASH_REMATCH[1]} tag=${BASH_REMATCH[2]} pinned=${BASH_REMATCH[3]}
    now=$(digest "$name" "$tag") || { echo "$name:$tag: the registry gives no digest" && status=1 && continue; }
    if [[ $now == "$pinned" ]]; then
        echo "$name:$tag: $now"
    else
        echo "$name:$tag: pinned $pinned, but the registry has $now" && status=1
    fi
done < <(sed -nE 's/^(FROM| *container:| *image:) +([^ ]+).*/\2/p' Dockerfile deploy/*/Dockerfile .github/workflows/*.yml compose.yaml |
    grep @ | sort -u)
exit $status
