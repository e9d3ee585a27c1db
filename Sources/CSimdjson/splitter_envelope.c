#include <stdlib.h>
#include <string.h>

#include "splitter_state.h"

bool splitter_append(splitter *s, bytes *to, const uint8_t *from, size_t length) {
  size_t needed = to->length + length;
  if (needed > to->capacity) {
    size_t capacity = needed * 2;
    uint8_t *start = realloc(to->start, capacity);
    if (start == NULL) {
      fail(s, json_out_of_memory, offset_of(s, s->next));
      return false;
    }
    to->start = start;
    to->capacity = capacity;
  }
  if (length > 0) memcpy(to->start + to->length, from, length);
  to->length = needed;
  return true;
}

static bool append_envelope(splitter *s, const uint8_t *from, const uint8_t *to) {
  size_t length = (size_t)(to - from), room = s->envelope_limit - s->envelope.length;
  if (length > room) {
    fail(s, json_envelope_too_large, offset_of(s, from) + room);
    return false;
  }
  return splitter_append(s, &s->envelope, from, length);
}

bool splitter_add_cut(splitter *s, uint64_t input) {
  if (s->cut_count == s->cut_capacity) {
    size_t capacity = 2 * s->cut_capacity + 8;
    cut *cuts = realloc(s->cuts, capacity * sizeof *cuts);
    if (cuts == NULL) {
      fail(s, json_out_of_memory, input);
      return false;
    }
    s->cuts = cuts;
    s->cut_capacity = capacity;
  }
  s->cuts[s->cut_count++] = (cut){s->envelope.length, input};
  return true;
}

const uint8_t *splitter_leave_string(splitter *s, const uint8_t *from) {
  for (; from < s->end; from++) {
    if (s->escaped) {
      s->escaped = false;
    } else if (*from == '\\') {
      s->escaped = true;
    } else if (*from == '"') {
      s->in_string = false;
      return from;
    }
  }
  return from;
}

static bool enter_array(splitter *s, const uint8_t *after) {
  s->next = after;
  s->array++;
  s->members_length = s->envelope.length;
  s->ordinal = 0;
  s->place = between_items;
  return true;
}

bool splitter_leave_array(splitter *s, const uint8_t *bracket) {
  if (!splitter_add_cut(s, offset_of(s, bracket)) || !append_envelope(s, bracket, bracket + 1)) return false;
  s->next = bracket + 1;
  s->in_string = s->escaped = false;
  s->place = s->root == '[' ? at_end : in_envelope;
  s->depth = 1;
  return true;
}

// Whether the bracket opens an array that is to be split.
static bool is_split(const splitter *s) {
  return s->root == 0 || (s->root == '{' && s->depth == 1);
}

bool splitter_read_envelope(splitter *s) {
  const uint8_t *from = s->next, *at = from;
  // Where the byte would stand in the envelope.
#define ENVELOPE_OFFSET(position) (s->envelope.length + (size_t)((position) - from))
  for (; at < s->end; at++) {
    if (s->in_string) {
      at = splitter_leave_string(s, at);
      if (at == s->end) break;
      if (s->depth == 1) s->name_end = ENVELOPE_OFFSET(at);
      continue;
    }
    uint8_t byte = *at;
    if (is_space(byte)) continue;
    bool splits = byte == '[' && is_split(s);
    if (s->root == 0) s->root = byte == '{' || byte == '[' ? byte : 's';
    if (splits) return append_envelope(s, from, at + 1) && enter_array(s, at + 1);
    if (byte == '"') {
      s->in_string = true;
      if (s->depth == 1) s->name_start = s->name_end = ENVELOPE_OFFSET(at + 1);
    } else if ((byte | 0x20) == '{') {
      s->depth++;
    } else if ((byte | 0x20) == '}') {
      if (s->depth == 0) {
        if (append_envelope(s, from, at)) fail(s, json_bad_syntax, offset_of(s, at));
        return false;
      }
      if (--s->depth > 0) continue;
      s->next = at + 1;
      s->place = at_end;
      return append_envelope(s, from, at + 1);
    }
  }
#undef ENVELOPE_OFFSET
  s->next = at;
  return append_envelope(s, from, at);
}

const uint8_t *splitter_envelope(const splitter *s, size_t *length) {
  *length = s->envelope.length;
  return s->envelope.start;
}

const uint8_t *splitter_members(const splitter *s, size_t *length) {
  *length = s->members_length;
  return s->root == '{' ? s->envelope.start : NULL;
}

const uint8_t *splitter_member(const splitter *s, size_t *length) {
  *length = s->name_end - s->name_start;
  return s->root == '{' && s->envelope.start != NULL ? s->envelope.start + s->name_start : NULL;
}

uint64_t splitter_origin(const splitter *s, size_t envelope_offset) {
  size_t index = s->cut_count;
  while (index > 0 && s->cuts[index - 1].envelope > envelope_offset) index--;
  return index == 0 ? envelope_offset
                    : s->cuts[index - 1].input + (envelope_offset - s->cuts[index - 1].envelope);
}
