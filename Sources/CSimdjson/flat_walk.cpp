#include "flat_walk.h"

#include <algorithm>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// Every byte that is neither white space nor in a string belongs to a value that begins at one of
// simdjson's indexes, so a number or a literal that ends at one of these leaves nothing unread.
static bool ends_scalar(uint8_t byte) {
  switch (byte) {
    case ' ': case '\n': case '\r': case '\t':
    case ',': case ':': case '[': case ']': case '{': case '}': return true;
    default: return false;
  }
}

bool flat_walk::fail(json_failure failure, uint64_t offset) {
  document.failure = failure;
  document.failure_offset = offset;
  return false;
}

void flat_walk::add(flat_tag tag, size_t start, size_t length) {
  nodes[count] = {static_cast<uint32_t>(tag), static_cast<uint32_t>(start),
                  static_cast<uint32_t>(length), count + 1};
  count++;
}

void flat_walk::run() {
  document.text = text;
  document.nodes = nodes;
  bool is_read = value();
  while (is_read && depth > 0) is_read = member();
  if (is_read && next != last) fail(json_trailing_content, *next);
  document.count = count;
}

// One step in the innermost list or object: its next member, or its end.
bool flat_walk::member() {
  flat_node &container = nodes[open[depth - 1]];
  if (next == last) return fail(json_truncated, length);
  bool is_object = container.tag == flat_object;
  if (text[*next] == (is_object ? '}' : ']')) return finish(container);
  if (container.length > 0 && text[*next++] != ',') return fail(json_bad_syntax, next[-1]);
  container.length++;
  return (!is_object || key(container)) && value();
}

bool flat_walk::key(flat_node &object) {
  if (next == last) return fail(json_truncated, length);
  if (text[*next] != '"') return fail(json_bad_syntax, *next);
  if (!string(*next++)) return false;
  const flat_node &key = nodes[count - 1];
  const uint8_t *start = text + key.start;
  if (std::any_of(start, start + key.length, [](uint8_t byte) { return byte >= 0x80; })) {
    object.start = 1;
    document.has_wide_keys = true;
  }
  if (next == last) return fail(json_truncated, length);
  if (text[*next++] != ':') return fail(json_bad_syntax, next[-1]);
  return true;
}

bool flat_walk::value() {
  if (next == last) return fail(json_truncated, length);
  uint32_t offset = *next++;
  switch (text[offset]) {
    case '{': return begin(flat_object, offset);
    case '[': return begin(flat_list, offset);
    case '"': return string(offset);
    case 't': return literal(flat_true, "true", offset);
    case 'f': return literal(flat_false, "false", offset);
    case 'n': return literal(flat_null, "null", offset);
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9': return number(offset);
    default: return fail(json_bad_syntax, offset);
  }
}

bool flat_walk::begin(flat_tag tag, uint32_t offset) {
  if (depth == FLATTENER_DEPTH_LIMIT) return fail(json_too_deep, offset);
  open[depth++] = count;
  add(tag, 0, 0);
  return true;
}

bool flat_walk::finish(flat_node &container) {
  next++;
  container.end = count;
  uint32_t index = open[--depth];
  return container.tag != flat_object || has_distinct_keys(container, index + 1);
}

bool flat_walk::literal(flat_tag tag, const char *word, uint32_t offset) {
  size_t matched = 0;
  while (word[matched] != 0 && text[offset + matched] == word[matched]) matched++;
  size_t end = offset + matched;
  if (word[matched] != 0) return fail(end >= length ? json_truncated : json_bad_syntax, end);
  if (!ends_scalar(text[end])) return fail(json_bad_syntax, end);
  add(tag, offset, matched);
  return true;
}

static const uint8_t *skip_digits(const uint8_t *at) {
  while (*at >= '0' && *at <= '9') at++;
  return at;
}

// The padding after the text is white space, which ends a number as it ends a literal.
bool flat_walk::number(uint32_t offset) {
  const uint8_t *start = text + offset, *digits = start + (*start == '-');
  const uint8_t *at = skip_digits(digits);
  bool is_zero = *digits == '0';
  if (at == digits || (is_zero && at - digits > 1)) return bad_number(at == digits ? at : digits);
  bool is_integer = at - digits <= 40 && !(is_zero && *start == '-');
  if (*at == '.') {
    is_integer = false;
    const uint8_t *fraction = at + 1;
    at = skip_digits(fraction);
    if (at == fraction) return bad_number(at);
  }
  int64_t power = 0;
  if ((*at | 0x20) == 'e') {
    is_integer = false;
    at += at[1] == '-' || at[1] == '+' ? 2 : 1;
    const uint8_t *first = at;
    at = skip_digits(at);
    if (at == first) return bad_number(at);
    if (at - first > 9) return bad_number(start);
    while (first < at) power = power * 10 + (*first++ - '0');
  }
  if (!ends_scalar(*at)) return bad_number(at);
  // The canonical form moves the point by at most the number's length: nine digits still hold it.
  if (power > 0 && power + (at - start) > 999999999) return bad_number(start);
  add(is_integer ? flat_integer : flat_number, offset, static_cast<size_t>(at - start));
  return true;
}

bool flat_walk::bad_number(const uint8_t *at) {
  size_t offset = static_cast<size_t>(at - text);
  return fail(offset >= length ? json_truncated : json_bad_number, offset);
}

bool flat_walk::string(uint32_t offset) {
  size_t at = offset + 1;
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  for (;; at += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text + at));
    int found = _mm_movemask_epi8(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
    if (found == 0) continue;
    at += static_cast<size_t>(__builtin_ctz(static_cast<unsigned>(found)));
    break;
  }
#else
  while (text[at] != '"' && text[at] != '\\') at++;
#endif
  if (text[at] == '\\') return unescape(offset + 1, at);
  add(flat_string, offset + 1, at - offset - 1);
  return true;
}

bool flat_walk::unescape(size_t start, size_t backslash) {
  const uint8_t *from = text + backslash;
  uint8_t *to = text + backslash;
  while (*from != '"') {
    if (*from != '\\') {
      *to++ = *from++;
    } else if (!flat_unescape(from, to)) {
      return fail(json_bad_string, static_cast<uint64_t>(from - text));
    }
  }
  add(flat_string, start, static_cast<size_t>(to - text) - start);
  return true;
}

bool flat_walk::repeated(uint32_t key) {
  document.key_start = nodes[key].start;
  document.key_length = nodes[key].length;
  return fail(json_duplicate_key, nodes[key].start - 1);
}

bool flat_walk::has_distinct_keys(const flat_node &object, uint32_t first) {
  uint32_t found = 0;
  for (uint32_t at = first; at < object.end; at = nodes[at + 1].end) keys[found++] = at;
  auto is_same = [this](uint32_t left, uint32_t right) {
    return nodes[left].length == nodes[right].length
           && memcmp(text + nodes[left].start, text + nodes[right].start, nodes[left].length) == 0;
  };
  if (found <= 16) {
    for (uint32_t later = 1; later < found; later++) {
      for (uint32_t earlier = 0; earlier < later; earlier++) {
        if (is_same(keys[earlier], keys[later])) return repeated(keys[later]);
      }
    }
    return true;
  }
  std::sort(keys, keys + found, [this](uint32_t left, uint32_t right) {
    const flat_node &one = nodes[left], &other = nodes[right];
    if (one.length != other.length) return one.length < other.length;
    int order = memcmp(text + one.start, text + other.start, one.length);
    return order != 0 ? order < 0 : left < right;
  });
  for (uint32_t index = 1; index < found; index++) {
    if (is_same(keys[index - 1], keys[index])) return repeated(keys[index]);
  }
  return true;
}
