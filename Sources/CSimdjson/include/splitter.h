#ifndef SPLITTER_H
#define SPLITTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json_failure.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum split_mode {
  /// One document: the elements of a top-level array, or of the arrays that are members of a
  /// top-level object.
  split_document,
  /// Any number of top-level objects and arrays: each is an item.
  split_lines,
} split_mode;

typedef enum split_step { split_more, split_item, split_failed } split_step;

typedef struct split_item_bytes {
  /// In the chunk or in the splitter; valid until its next call.
  const uint8_t *bytes;
  size_t length;
  /// Byte offset in the whole input.
  uint64_t offset;
  /// From 0, within its array.
  uint64_t ordinal;
  /// Which of the document's arrays, from 1.
  uint64_t array;
} split_item_bytes;

typedef struct splitter splitter;

/// NULL where there is no memory. `bytewise` leaves vector instructions unused.
splitter *splitter_create(split_mode mode, size_t item_limit, size_t envelope_limit, bool bytewise);
void splitter_destroy(splitter *splitter);

/// Sets the next chunk, which must stay where it is until `splitter_next` answers `split_more`.
void splitter_feed(splitter *splitter, const uint8_t *chunk, size_t length);

/// The next item of the chunk; `split_more` where the chunk is used up.
split_step splitter_next(splitter *splitter, split_item_bytes *item);

/// Says that no chunk follows: `split_more` where the input was whole.
split_step splitter_finish(splitter *splitter);

json_failure splitter_failure(const splitter *splitter, uint64_t *offset);

/// The document with its arrays emptied, as far as it was read.
const uint8_t *splitter_envelope(const splitter *splitter, size_t *length);

/// The envelope up to the opening bracket of the array met last; NULL without a top-level object.
const uint8_t *splitter_members(const splitter *splitter, size_t *length);

/// The raw name, between its quotes, of the member whose array was met last; NULL for a top-level array.
const uint8_t *splitter_member(const splitter *splitter, size_t *length);

/// The byte offset in the input of a byte of the envelope.
uint64_t splitter_origin(const splitter *splitter, size_t envelope_offset);

#ifdef __cplusplus
}
#endif
#endif
