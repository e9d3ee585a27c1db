#ifndef FLAT_WALK_H
#define FLAT_WALK_H

#include "include/flattener.h"

/// The second stage: from the places where values begin to flat nodes, checking the whole grammar.
/// Strings lose their escapes in place, since no escape is shorter than what it stands for.
class flat_walk {
 public:
  flat_walk(
      uint8_t *text, size_t length, const uint32_t *first, const uint32_t *last, flat_node *nodes,
      uint32_t *keys)
      : text(text), length(length), next(first), last(last), nodes(nodes), keys(keys) {}

  /// The outcome; its offsets are those of `text`.
  flat_document document = {};

  void run();

 private:
  uint8_t *text;
  size_t length;
  const uint32_t *next, *last;
  flat_node *nodes;
  uint32_t *keys;
  uint32_t count = 0;
  uint32_t depth = 0;
  uint32_t open[FLATTENER_DEPTH_LIMIT];

  bool fail(json_failure failure, uint64_t offset);
  void add(flat_tag tag, size_t start, size_t length);
  bool member();
  bool key(flat_node &object);
  bool value();
  bool begin(flat_tag tag, uint32_t offset);
  bool finish(flat_node &container);
  bool literal(flat_tag tag, const char *word, uint32_t offset);
  bool number(uint32_t offset);
  bool bad_number(const uint8_t *at);
  bool string(uint32_t offset);
  bool unescape(size_t start, size_t backslash);
  bool has_distinct_keys(const flat_node &object, uint32_t first);
  bool repeated(uint32_t key);
};

/// Replaces the escape at `from` by its UTF-8 at `to`, moving both on; false where it is none.
bool flat_unescape(const uint8_t *&from, uint8_t *&to);

/// Where the text stops being UTF-8 (RFC 3629); its length where it does not.
size_t flat_find_bad_utf8(const uint8_t *text, size_t length);

/// Where the first control character inside a string stands.
size_t flat_find_control(const uint8_t *text, size_t length);

#endif
