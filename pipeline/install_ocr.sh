#!/bin/sh
# Tesseract 5 with the Cyrillic script model and English, from the packages of this system, where it may be installed
# without a question. Says what is missing where it may not, and never fails: everything but scans works without it.
set -u

places="${TESSDATA_PREFIX:-} ${TESSDATA_PREFIX:-}/tessdata /usr/share/tesseract-ocr/*/tessdata /usr/share/tesseract/tessdata
 /usr/share/tessdata /usr/local/share/tessdata /opt/homebrew/share/tessdata"

has() { # is there language data of this name?
    for place in $places; do
        [ -f "$place/$1.traineddata" ] && return 0
        [ -f "$place/script/$1.traineddata" ] && return 0
    done
    return 1
}

ready() { { has Cyrillic || has mon; } && has eng; }

ready && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        as_root="none"
    fi
fi

wanted="" hint="Tesseract 5 with the Cyrillic (or mon) and eng language data"
if command -v apt-get >/dev/null 2>&1; then
    wanted="tesseract-ocr tesseract-ocr-script-cyrl tesseract-ocr-eng"
    hint="apt-get install $wanted"
    install() {
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted ||
            { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends $wanted; }
    }
elif command -v dnf >/dev/null 2>&1; then
    wanted="tesseract tesseract-langpack-mon tesseract-langpack-eng tesseract-script-cyrillic"
    hint="dnf install $wanted"
    install() { $as_root dnf install -y -q $wanted; }
elif command -v apk >/dev/null 2>&1; then
    wanted="tesseract-ocr tesseract-ocr-data-mon tesseract-ocr-data-eng"
    hint="apk add $wanted"
    install() { $as_root apk add -q $wanted; }
elif command -v brew >/dev/null 2>&1; then
    wanted="tesseract tesseract-lang"
    hint="brew install $wanted"
    as_root=""
    install() { brew install -q $wanted; }
fi

if [ -n "$wanted" ] && [ "$as_root" != "none" ]; then
    echo "installing OCR: $hint" >&2
    install >/dev/null 2>&1
fi

ready || echo "OCR is not available: scans will be rejected, everything else works. To read scans: $hint, or set
TESSDATA_PREFIX to a folder with Cyrillic.traineddata (or mon.traineddata) and eng.traineddata. \`tailan doctor\` checks it." >&2
exit 0
