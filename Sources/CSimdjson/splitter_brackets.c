#include "splitter_state.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// A backslash hides the next quote everywhere, also outside of strings: there it is an error for
// whoever parses the item, and the block-wise and the byte-wise reading must agree on it.
static const uint8_t *leave_bytewise(splitter *s, const uint8_t *from, const uint8_t *end) {
  bool in_string = s->in_string, escaped = s->escaped;
  uint64_t depth = s->depth;
  for (; from < end && depth > 0; from++) {
    uint8_t byte = *from;
    if (byte == '"') {
      in_string ^= !escaped;
    } else if (!in_string) {
      uint8_t folded = byte | 0x20;
      depth += folded == '{';
      depth -= folded == '}';
    }
    escaped = byte == '\\' && !escaped;
  }
  s->in_string = in_string;
  s->escaped = escaped;
  s->depth = depth;
  return from;
}

#ifdef __SSE2__
// 64 bytes as one bit each.
typedef struct block {
  uint64_t quote, backslash, open, close;
} block;

static block read_block(const uint8_t *from) {
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  const __m128i open = _mm_set1_epi8('{'), close = _mm_set1_epi8('}'), fold = _mm_set1_epi8(0x20);
  block found = {0, 0, 0, 0};
  for (int part = 0; part < 4; part++) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(from + 16 * part));
    // `[` and `{`, `]` and `}` differ in this one bit only.
    __m128i folded = _mm_or_si128(bytes, fold);
    int shift = 16 * part;
    found.quote |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote)) << shift;
    found.backslash |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, backslash)) << shift;
    found.open |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(folded, open)) << shift;
    found.close |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(folded, close)) << shift;
  }
  return found;
}

// The bytes that an odd run of backslashes stands before (after simdjson's json_escape_scanner).
static uint64_t escaped_bytes(splitter *s, uint64_t backslash) {
  const uint64_t odd = UINT64_C(0xAAAAAAAAAAAAAAAA);
  uint64_t carried = s->escaped;
  if (backslash == 0) {
    s->escaped = false;
    return carried;
  }
  uint64_t starting = backslash & ~carried;
  uint64_t codes = (((starting << 1) | odd) - starting) ^ odd;
  s->escaped = (codes & backslash) >> 63;
  return codes ^ (backslash | carried);
}

// Bit n is set where an odd number of bits up to n is set.
static uint64_t prefix_xor(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

static const uint8_t *leave_blockwise(splitter *s, const uint8_t *from, const uint8_t *end) {
  for (; end - from >= 64; from += 64) {
    block found = read_block(from);
    uint64_t quote = found.quote & ~escaped_bytes(s, found.backslash);
    uint64_t strings = prefix_xor(quote) ^ (s->in_string ? ~UINT64_C(0) : 0);
    s->in_string = strings >> 63;
    uint64_t open = found.open & ~strings, close = found.close & ~strings;
    uint64_t closed = (uint64_t)__builtin_popcountll(close);
    if (closed < s->depth) {
      s->depth += (uint64_t)__builtin_popcountll(open) - closed;
      continue;
    }
    for (uint64_t brackets = open | close; brackets != 0; brackets &= brackets - 1) {
      int position = __builtin_ctzll(brackets);
      s->depth += (open >> position & 1) ? 1 : UINT64_MAX;
      if (s->depth > 0) continue;
      s->in_string = s->escaped = false;
      return from + position + 1;
    }
  }
  return from;
}
#endif

const uint8_t *splitter_leave_brackets(splitter *s, const uint8_t *from) {
#ifdef __SSE2__
  if (!s->bytewise) from = leave_blockwise(s, from, s->end);
#endif
  return s->depth == 0 ? from : leave_bytewise(s, from, s->end);
}
