#include "flat_walk.h"

static int32_t hex_digit(uint8_t byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  uint8_t letter = byte | 0x20;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// Four hexadecimal digits, or -1. Reads no further than the first byte that is none.
static int32_t hex_unit(const uint8_t *from) {
  int32_t unit = 0;
  for (int place = 0; place < 4; place++) {
    int32_t digit = hex_digit(from[place]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

static void write_utf8(int32_t scalar, uint8_t *&to) {
  auto byte = [&to](int32_t value) { *to++ = static_cast<uint8_t>(value); };
  auto tail = [&](int shift) { byte(0x80 | (scalar >> shift & 0x3F)); };
  if (scalar < 0x80) {
    byte(scalar);
  } else if (scalar < 0x800) {
    byte(0xC0 | scalar >> 6);
    tail(0);
  } else if (scalar < 0x10000) {
    byte(0xE0 | scalar >> 12);
    tail(6);
    tail(0);
  } else {
    byte(0xF0 | scalar >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

// RFC 8259 section 7; a surrogate that stands alone is no character and is refused.
static bool unescape_unit(const uint8_t *&from, uint8_t *&to) {
  int32_t scalar = hex_unit(from + 2);
  size_t length = 6;
  if (scalar < 0 || (scalar >= 0xDC00 && scalar <= 0xDFFF)) return false;
  if (scalar >= 0xD800 && scalar <= 0xDBFF) {
    if (from[6] != '\\' || from[7] != 'u') return false;
    int32_t low = hex_unit(from + 8);
    if (low < 0xDC00 || low > 0xDFFF) return false;
    scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00);
    length = 12;
  }
  write_utf8(scalar, to);
  from += length;
  return true;
}

bool flat_unescape(const uint8_t *&from, uint8_t *&to) {
  uint8_t meaning;
  switch (from[1]) {
    case '"': case '\\': case '/': meaning = from[1]; break;
    case 'b': meaning = '\b'; break;
    case 'f': meaning = '\f'; break;
    case 'n': meaning = '\n'; break;
    case 'r': meaning = '\r'; break;
    case 't': meaning = '\t'; break;
    case 'u': return unescape_unit(from, to);
    default: return false;
  }
  *to++ = meaning;
  from += 2;
  return true;
}

// The length of the well-formed sequence at `at`, or 0 (RFC 3629 section 4).
static size_t sequence_length(const uint8_t *at, size_t room) {
  uint8_t lead = at[0];
  if (lead < 0x80) return 1;
  size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || room < length) return 0;
  uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (at[1] < low || at[1] > high) return 0;
  for (size_t place = 2; place < length; place++) {
    if ((at[place] & 0xC0) != 0x80) return 0;
  }
  return length;
}

size_t flat_find_bad_utf8(const uint8_t *text, size_t length) {
  size_t at = 0;
  while (at < length) {
    size_t step = sequence_length(text + at, length - at);
    if (step == 0) return at;
    at += step;
  }
  return length;
}

size_t flat_find_control(const uint8_t *text, size_t length) {
  bool in_string = false, escaped = false;
  for (size_t at = 0; at < length; at++) {
    if (in_string && text[at] < 0x20) return at;
    if (text[at] == '"' && !escaped) in_string = !in_string;
    escaped = text[at] == '\\' && !escaped;
  }
  return length;
}
