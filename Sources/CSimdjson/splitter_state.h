#ifndef SPLITTER_STATE_H
#define SPLITTER_STATE_H

#include "include/splitter.h"

/// Where the reading stands between two bytes of the input.
typedef enum place {
  /// Before the first byte, or inside a byte order mark.
  at_start,
  in_envelope,
  /// In a split array (or between lines) with no byte of the next item seen.
  between_items,
  /// In an item, outside of its brackets.
  in_item,
  /// In an item, inside its brackets.
  in_brackets,
  /// After the document.
  at_end,
} place;

typedef struct bytes {
  uint8_t *start;
  size_t length, capacity;
} bytes;

/// From `envelope` on, the envelope's bytes stand at `input` in the input.
typedef struct cut {
  size_t envelope;
  uint64_t input;
} cut;

struct splitter {
  split_mode mode;
  bool bytewise;
  place place;
  json_failure failure;
  uint64_t failure_offset;
  size_t item_limit, envelope_limit;

  const uint8_t *chunk, *next, *end;
  /// Byte offset of the chunk in the input.
  uint64_t chunk_offset;
  unsigned mark_length;

  bool in_string, escaped;
  /// Open brackets, of the envelope or of the item.
  uint64_t depth;
  /// The first byte of the document: `{`, `[`, or `s` for a scalar; 0 before it.
  uint8_t root;

  /// Where the item goes on in this chunk; what came in earlier chunks is in `item`.
  const uint8_t *item_start;
  bytes item;
  uint64_t item_offset, ordinal, array;

  bytes envelope;
  /// How much of the envelope stands before the items of the array met last.
  size_t members_length;
  /// Of the last string in the top-level object, between its quotes.
  size_t name_start, name_end;
  cut *cuts;
  size_t cut_count, cut_capacity;
};

static inline bool is_space(uint8_t byte) {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static inline uint64_t offset_of(const splitter *s, const uint8_t *position) {
  return s->chunk_offset + (uint64_t)(position - s->chunk);
}

static inline split_step fail(splitter *s, json_failure failure, uint64_t offset) {
  s->failure = failure;
  s->failure_offset = offset;
  return split_failed;
}

/// Appends to a buffer; false, with the failure set, where there is no memory.
bool splitter_append(splitter *splitter, bytes *to, const uint8_t *from, size_t length);

/// Goes on in a string: to its closing quote, or to the chunk's end.
const uint8_t *splitter_leave_string(splitter *splitter, const uint8_t *from);

/// Reads what stays in the envelope, up to the next array that is split; false after a failure.
bool splitter_read_envelope(splitter *splitter);

/// Goes back from an array to the envelope; false after a failure.
bool splitter_leave_array(splitter *splitter, const uint8_t *bracket);

/// Says that from the envelope's end on its bytes stand at `input` in the input.
bool splitter_add_cut(splitter *splitter, uint64_t input);

/// Reads inside brackets until they are all closed: one past the last bracket, or the chunk's end.
const uint8_t *splitter_leave_brackets(splitter *splitter, const uint8_t *from);

#endif
