#ifndef JSON_FAILURE_H
#define JSON_FAILURE_H

#include <stdint.h>

/// Why an input was refused.
typedef enum json_failure {
  json_accepted = 0,
  json_empty,
  json_truncated,
  json_not_utf8,
  json_too_deep,
  json_duplicate_key,
  json_bad_number,
  json_bad_string,
  json_trailing_content,
  json_bad_syntax,
  json_item_too_large,
  json_envelope_too_large,
  json_document_too_large,
  json_out_of_memory,
} json_failure;

#endif
