#include "include/flattener.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include "flat_walk.h"

/// simdjson finds where every value begins and validates UTF-8 (its stage 1); the walk checks the
/// grammar and keeps each number's digits, which simdjson's own second stage turns into binary.
struct flattener {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> indexer;
  size_t capacity = 0;
  uint8_t *text = nullptr;
  flat_node *nodes = nullptr;
  size_t node_capacity = 0;
  uint32_t *keys = nullptr;
  size_t key_capacity = 0;

  ~flattener() {
    free(text);
    free(nodes);
    free(keys);
  }

  bool reserve(size_t length);
  bool reserve_nodes(size_t count);
};

template <typename Element>
static bool grow(Element *&start, size_t &capacity, size_t needed) {
  if (needed <= capacity) return true;
  auto grown = static_cast<Element *>(realloc(start, needed * 2 * sizeof(Element)));
  if (grown == nullptr) return false;
  start = grown;
  capacity = needed * 2;
  return true;
}

bool flattener::reserve(size_t length) {
  if (length <= capacity) return true;
  const size_t slack = size_t(16) << 20;
  size_t wanted = std::max<size_t>(length + std::min(length, slack), 16384);
  auto grown = static_cast<uint8_t *>(realloc(text, wanted + simdjson::SIMDJSON_PADDING));
  if (grown == nullptr) return false;
  text = grown;
  auto error = indexer == nullptr
                   ? simdjson::get_active_implementation()->create_dom_parser_implementation(
                         wanted, FLATTENER_DEPTH_LIMIT, indexer)
                   : indexer->set_capacity(wanted);
  if (error != simdjson::SUCCESS) return false;
  capacity = wanted;
  return true;
}

bool flattener::reserve_nodes(size_t count) {
  return grow(nodes, node_capacity, count) && grow(keys, key_capacity, count / 2 + 1);
}

flattener *flattener_create(void) { return new (std::nothrow) flattener(); }

void flattener_destroy(flattener *flattener) { delete flattener; }

static flat_document refused(json_failure failure, uint64_t offset) {
  flat_document document = {};
  document.failure = failure;
  document.failure_offset = offset;
  return document;
}

static json_failure failure_of(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR: return json_not_utf8;
    case simdjson::UNCLOSED_STRING: return json_truncated;
    case simdjson::UNESCAPED_CHARS: return json_bad_string;
    case simdjson::EMPTY: return json_empty;
    case simdjson::CAPACITY: return json_document_too_large;
    case simdjson::MEMALLOC: return json_out_of_memory;
    default: return json_bad_syntax;
  }
}

static uint64_t offset_of(json_failure failure, const uint8_t *text, size_t length) {
  switch (failure) {
    case json_not_utf8: return flat_find_bad_utf8(text, length);
    case json_bad_string: return flat_find_control(text, length);
    default: return length;
  }
}

flat_document flattener_parse(flattener *flattener, const uint8_t *bytes, size_t length) {
  static const uint8_t mark[] = {0xEF, 0xBB, 0xBF};
  uint32_t origin = length >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
  if (length == origin) return refused(json_empty, length);
  bytes += origin;
  length -= origin;
  if (length >= simdjson::SIMDJSON_MAXSIZE_BYTES / 2) return refused(json_document_too_large, 0);
  if (!flattener->reserve(length)) return refused(json_out_of_memory, 0);
  uint8_t *text = flattener->text;
  memcpy(text, bytes, length);
  memset(text + length, ' ', simdjson::SIMDJSON_PADDING);
  auto error = flattener->indexer->stage1(text, length, simdjson::stage1_mode::regular);
  if (error != simdjson::SUCCESS) {
    json_failure failure = failure_of(error);
    return refused(failure, origin + offset_of(failure, text, length));
  }
  size_t count = flattener->indexer->n_structural_indexes;
  if (!flattener->reserve_nodes(count)) return refused(json_out_of_memory, 0);
  const uint32_t *indexes = flattener->indexer->structural_indexes.get();
  flat_walk walk(text, length, indexes, indexes + count, flattener->nodes, flattener->keys);
  walk.run();
  flat_document document = walk.document;
  document.origin = origin;
  document.failure_offset += origin;
  return document;
}

int64_t flat_find(
    const flat_document *document, uint32_t object, const uint8_t *key, size_t length) {
  const flat_node *nodes = document->nodes;
  if (nodes[object].tag != flat_object) return -1;
  for (uint32_t at = object + 1; at < nodes[object].end; at = nodes[at + 1].end) {
    if (nodes[at].length == length && memcmp(document->text + nodes[at].start, key, length) == 0) {
      return at + 1;
    }
  }
  return -1;
}
