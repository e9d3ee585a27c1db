#include "include/CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

/* What is left of the body. */
typedef struct {
  const char *text;
  size_t length;
} rest;

static size_t read_rest(char *buffer, size_t size, size_t count, void *context) {
  rest *left = context;
  size_t part = size * count < left->length ? size * count : left->length;
  memcpy(buffer, left->text, part);
  left->text += part;
  left->length -= part;
  return part;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

static struct curl_slist *listed(const plumb_mail *mail) {
  struct curl_slist *list = NULL;
  for (size_t index = 0; index < mail->recipient_count; index++) {
    struct curl_slist *longer = curl_slist_append(list, mail->recipients[index]);
    if (longer == NULL) {
      curl_slist_free_all(list);
      return NULL;
    }
    list = longer;
  }
  return list;
}

static void set_up(CURL *handle, const plumb_mail *mail, struct curl_slist *recipients, rest *left,
                   char *problem) {
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, problem);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_URL, mail->url);
  if (mail->needs_starttls) curl_easy_setopt(handle, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
  /* What is not encrypted is for this machine alone: on its way to a proxy others would read it. */
  if (!mail->needs_starttls && strncmp(mail->url, "smtps:", 6) != 0)
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  if (mail->authorities != NULL) curl_easy_setopt(handle, CURLOPT_CAINFO, mail->authorities);
  if (mail->user != NULL) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, mail->user);
    curl_easy_setopt(handle, CURLOPT_PASSWORD, mail->password);
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, mail->sender);
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_rest);
  curl_easy_setopt(handle, CURLOPT_READDATA, left);
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, mail->seconds);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, mail->seconds < 10 ? mail->seconds : 10L);
}

plumb_mail_end plumb_mail_send(const plumb_mail *mail) {
  plumb_mail_end end = {CURLE_OUT_OF_MEMORY, 0, "there is no memory"};
  char problem[CURL_ERROR_SIZE] = "";
  rest left = {mail->body, mail->body_length};
  pthread_once(&once, begin);
  CURL *handle = curl_easy_init();
  struct curl_slist *recipients = listed(mail);
  if (handle != NULL && recipients != NULL) {
    set_up(handle, mail, recipients, &left, problem);
    CURLcode code = curl_easy_perform(handle);
    end.code = (int)code;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &end.response);
    const char *text = problem[0] != 0 ? problem : curl_easy_strerror(code);
    strncpy(end.problem, text, sizeof end.problem - 1);
    end.problem[sizeof end.problem - 1] = 0;
  }
  curl_slist_free_all(recipients);
  curl_easy_cleanup(handle);
  return end;
}
