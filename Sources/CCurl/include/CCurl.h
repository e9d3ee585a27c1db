#ifndef PLUMB_CCURL_H
#define PLUMB_CCURL_H

#include <stddef.h>

/// A mail on its way to a server. Texts end with a zero; those that may be NULL say so.
typedef struct {
  /// `smtp://HOST:PORT/CLIENT`, or `smtps:` where the connection begins with TLS.
  const char *url;
  /// Whether the connection is made secure by STARTTLS, or not at all used.
  int needs_starttls;
  /// NULL for a server that asks for none.
  const char *user;
  const char *password;
  /// Certificates in a file of PEM form; NULL for those of the system.
  const char *authorities;
  const char *sender;
  const char *const *recipients;
  size_t recipient_count;
  /// With CR and LF at the end of each line.
  const char *body;
  size_t body_length;
  /// What all of it may take.
  long seconds;
} plumb_mail;

/// How it ended.
typedef struct {
  /// 0 where the server took it; otherwise libcurl's CURLcode.
  int code;
  /// The server's last answer (RFC 5321, section 4.2.1); 0 where there was none.
  long response;
  /// What went wrong, without user and password.
  char problem[256];
} plumb_mail_end;

plumb_mail_end plumb_mail_send(const plumb_mail *mail);

#endif
