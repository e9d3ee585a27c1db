#ifndef FLATTENER_H
#define FLATTENER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json_failure.h"

#ifdef __cplusplus
extern "C" {
#endif

/// How deep lists and objects may nest.
#define FLATTENER_DEPTH_LIMIT 512

typedef enum flat_tag {
  flat_null,
  flat_true,
  flat_false,
  /// An integer that is its own canonical text: up to 40 digits, no leading zero, no `-0`.
  flat_integer,
  flat_number,
  flat_string,
  flat_list,
  flat_object,
} flat_tag;

/// One value, or the key that stands before its value in an object. Children follow their parent.
typedef struct flat_node {
  /// A `flat_tag`.
  uint32_t tag;
  /// Where a string's or number's text begins; for an object 1 where a key is not plain ASCII.
  uint32_t start;
  /// Bytes of a string's or number's text; how many members a list or an object has.
  uint32_t length;
  /// The index of the node after this one and all its children.
  uint32_t end;
} flat_node;

/// The outcome of one call: a document, or a failure.
typedef struct flat_document {
  /// The first node is the whole value.
  const flat_node *nodes;
  uint32_t count;
  /// Strings with their escapes undone, and numbers as written.
  const uint8_t *text;
  /// How far the input's offsets are ahead of the text's: 3 after a byte order mark.
  uint32_t origin;
  /// Whether any object has a key that is not plain ASCII.
  bool has_wide_keys;
  json_failure failure;
  /// Byte offset in the input where the failure was met.
  uint64_t failure_offset;
  /// The repeated key in `text`, for `json_duplicate_key`.
  uint32_t key_start, key_length;
} flat_document;

typedef struct flattener flattener;

/// NULL where there is no memory.
flattener *flattener_create(void);
void flattener_destroy(flattener *flattener);

/// Validates one whole JSON document (RFC 8259) and lays it out flat. What is returned points into the
/// flattener and is valid until its next call.
flat_document flattener_parse(flattener *flattener, const uint8_t *bytes, size_t length);

/// The index of the value under a key of the object at `object`, or -1.
int64_t flat_find(
    const flat_document *document, uint32_t object, const uint8_t *key, size_t length);

#ifdef __cplusplus
}
#endif
#endif
