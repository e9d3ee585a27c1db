#include "include/splitter.h"

#include <stdlib.h>

#include "splitter_state.h"

splitter *splitter_create(split_mode mode, size_t item_limit, size_t envelope_limit, bool bytewise) {
  splitter *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  s->mode = mode;
  s->item_limit = item_limit;
  s->envelope_limit = envelope_limit;
  s->bytewise = bytewise;
  return s;
}

void splitter_destroy(splitter *s) {
  free(s->item.start);
  free(s->envelope.start);
  free(s->cuts);
  free(s);
}

// The length counts white space before the separator too, so that every chunking answers alike.
static bool is_item_within_limit(splitter *s, const uint8_t *end) {
  if (s->item.length + (size_t)(end - s->item_start) <= s->item_limit) return true;
  fail(s, json_item_too_large, s->item_offset);
  return false;
}

static bool keep_item(splitter *s, const uint8_t *end) {
  size_t length = (size_t)(end - s->item_start);
  if (!is_item_within_limit(s, end) || !splitter_append(s, &s->item, s->item_start, length)) {
    return false;
  }
  s->item_start = end;
  return true;
}

static split_step give_item(splitter *s, const uint8_t *end, split_item_bytes *item) {
  if (!is_item_within_limit(s, end)) return split_failed;
  const uint8_t *start = s->item_start;
  size_t length = (size_t)(end - start);
  if (s->item.length > 0) {
    if (!keep_item(s, end)) return split_failed;
    start = s->item.start;
    length = s->item.length;
  }
  while (is_space(start[length - 1])) length--;
  *item = (split_item_bytes){start, length, s->item_offset, s->ordinal++, s->array};
  return split_item;
}

static void begin_item(splitter *s, const uint8_t *start) {
  s->item.length = 0;
  s->item_start = start;
  s->item_offset = offset_of(s, start);
  s->in_string = s->escaped = false;
  s->place = in_item;
}

static bool skip_mark(splitter *s) {
  static const uint8_t mark[] = {0xEF, 0xBB, 0xBF};
  for (; s->next < s->end && s->mark_length < 3; s->next++, s->mark_length++) {
    if (*s->next == mark[s->mark_length]) continue;
    if (s->mark_length == 0) break;
    fail(s, json_bad_syntax, 0);
    return false;
  }
  if (s->next == s->end && s->mark_length < 3) return true;
  s->place = s->mode == split_lines ? between_items : in_envelope;
  return splitter_add_cut(s, offset_of(s, s->next));
}

// Whether a byte that is not white space is left in the chunk.
static bool skip_spaces(splitter *s) {
  while (s->next < s->end && is_space(*s->next)) s->next++;
  return s->next < s->end;
}

static bool read_between(splitter *s) {
  if (!skip_spaces(s)) return true;
  uint8_t byte = *s->next;
  if (s->mode == split_document && byte == ']' && s->ordinal == 0) return splitter_leave_array(s, s->next);
  bool is_item = s->mode == split_lines
                     ? (byte | 0x20) == '{'
                     : byte != ',' && byte != ']' && byte != '}' && byte != ':';
  if (is_item) {
    begin_item(s, s->next);
    return true;
  }
  fail(s, json_bad_syntax, offset_of(s, s->next));
  return false;
}

static split_step read_item(splitter *s, split_item_bytes *item) {
  const uint8_t *at = s->next;
  for (; at < s->end; at++) {
    if (s->in_string) {
      at = splitter_leave_string(s, at);
      if (at == s->end) break;
      continue;
    }
    uint8_t byte = *at;
    if (byte == '"') {
      s->in_string = true;
    } else if ((byte | 0x20) == '{') {
      s->depth = 1;
      s->place = in_brackets;
      s->next = at + 1;
      return split_more;
    } else if (byte == '}') {
      if (is_item_within_limit(s, at)) fail(s, json_bad_syntax, offset_of(s, at));
      return split_failed;
    } else if (byte == ',' || byte == ']') {
      split_step step = give_item(s, at, item);
      s->next = at + 1;
      s->place = between_items;
      if (step == split_item && byte == ']' && !splitter_leave_array(s, at)) return split_failed;
      return step;
    }
  }
  s->next = at;
  return split_more;
}

static split_step read_brackets(splitter *s, split_item_bytes *item) {
  s->next = splitter_leave_brackets(s, s->next);
  if (s->depth > 0) return split_more;
  s->place = in_item;
  if (s->mode == split_document) return split_more;
  s->place = between_items;
  return give_item(s, s->next, item);
}

static split_step read_end(splitter *s) {
  return skip_spaces(s) ? fail(s, json_trailing_content, offset_of(s, s->next)) : split_more;
}

static split_step read_place(splitter *s, split_item_bytes *item) {
  switch (s->place) {
    case at_start: return skip_mark(s) ? split_more : split_failed;
    case in_envelope: return splitter_read_envelope(s) ? split_more : split_failed;
    case between_items: return read_between(s) ? split_more : split_failed;
    case in_item: return read_item(s, item);
    case in_brackets: return read_brackets(s, item);
    case at_end: return read_end(s);
  }
  return split_failed;
}

void splitter_feed(splitter *s, const uint8_t *chunk, size_t length) {
  s->chunk_offset += (uint64_t)(s->end - s->chunk);
  s->chunk = s->next = s->item_start = chunk;
  s->end = length > 0 ? chunk + length : chunk;
}

split_step splitter_next(splitter *s, split_item_bytes *item) {
  if (s->failure != json_accepted) return split_failed;
  while (s->next < s->end) {
    split_step step = read_place(s, item);
    if (step != split_more) return step;
  }
  bool is_open = s->place == in_item || s->place == in_brackets;
  return is_open && s->end > s->item_start && !keep_item(s, s->end) ? split_failed : split_more;
}

split_step splitter_finish(splitter *s) {
  if (s->failure != json_accepted) return split_failed;
  uint64_t length = s->chunk_offset + (uint64_t)(s->end - s->chunk);
  bool is_lines = s->mode == split_lines;
  switch (s->place) {
    case at_start:
      return fail(s, s->mark_length > 0 ? json_truncated : json_empty, length);
    case in_envelope:
      if (s->root == 0) return fail(s, json_empty, length);
      return s->in_string || s->depth > 0 ? fail(s, json_truncated, length) : split_more;
    case between_items:
      if (!is_lines) return fail(s, json_truncated, length);
      return s->ordinal == 0 ? fail(s, json_empty, length) : split_more;
    case in_item:
    case in_brackets: return fail(s, json_truncated, length);
    case at_end: return split_more;
  }
  return split_failed;
}

json_failure splitter_failure(const splitter *s, uint64_t *offset) {
  *offset = s->failure_offset;
  return s->failure;
}
