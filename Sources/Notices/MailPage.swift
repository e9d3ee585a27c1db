import AuditReport
import ConfigurationModel

/// A notice as a page that mail programs show: tables and inline styles, no script, nothing from elsewhere.
struct MailPage {
  private let notice: Notice

  init(_ notice: Notice) { self.notice = notice }

  var html: HTML {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>\(notice.title)</title></head>
    <body style="margin:0;padding:16px;background:#f4f5f7;color:#1d2125;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Arial,sans-serif">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:760px;margin:0 auto;background:#ffffff;border:1px solid #d5d9e0">
    \(bar)
    \(notice.entries.map { entry(of: $0) }.joined)
    \(end)
    </table>
    </body></html>

    """
  }

  private var bar: HTML {
    let cell: HTML =
      switch (notice.act, notice.severity) {
      case (.close, _): "<tr><td style=\"padding:14px 20px;background:#216e4e;color:#ffffff\">"
      case (_, .critical): "<tr><td style=\"padding:14px 20px;background:#ae2a19;color:#ffffff\">"
      case (_, .high): "<tr><td style=\"padding:14px 20px;background:#a54800;color:#ffffff\">"
      case (_, .medium): "<tr><td style=\"padding:14px 20px;background:#7f5f01;color:#ffffff\">"
      case (_, .low): "<tr><td style=\"padding:14px 20px;background:#44546f;color:#ffffff\">"
      }
    return "\(cell)<strong style=\"font-size:17px\">\(notice.title)</strong></td></tr>"
  }

  private func entry(of entry: NoticeEntry) -> HTML {
    let edits = entry.editLines.map { line -> HTML in
      """
      <div style="margin:2px 0;padding:4px 8px;background:#f4f5f7;font:13px/1.5 ui-monospace,Consolas,monospace;overflow-wrap:anywhere">\(line)</div>
      """
    }.joined
    let facts = entry.facts.map { fact -> HTML in
      """
      <tr><td style="padding:2px 12px 2px 0;color:#5e6c84;vertical-align:top;white-space:nowrap">\(fact.word)</td><td style="padding:2px 0;overflow-wrap:anywhere">\(fact.text)</td></tr>
      """
    }.joined
    let commands = (entry.putBack.map { ("back", $0.text) } + entry.next.map { ("next", $0) }).map {
      command -> HTML in
      """
      <tr><td style="padding:2px 12px 2px 0;color:#5e6c84;vertical-align:top;white-space:nowrap">\(command.0)</td><td style="padding:2px 0;font:13px/1.5 ui-monospace,Consolas,monospace;overflow-wrap:anywhere">\(command.1)</td></tr>
      """
    }.joined
    return """
      <tr><td style="padding:16px 20px;border-top:1px solid #d5d9e0">
      <p style="margin:0 0 8px"><strong>\(entry.severity.word.uppercased()) \(entry.ids)</strong>&ensp;\(entry.what)</p>
      \(edits)
      <table role="presentation" cellpadding="0" cellspacing="0" style="margin-top:8px">\(facts)\(commands)</table>
      </td></tr>

      """
  }

  private var end: HTML {
    let rest: HTML = notice.rest.map { "<p style=\"margin:0 0 8px\">\($0)</p>" } ?? .empty
    let link: HTML =
      notice.link.map { "<p style=\"margin:0 0 8px\">Go on at \(HTML.link(to: $0))</p>" } ?? .empty
    return """
      <tr><td style="padding:12px 20px;border-top:1px solid #d5d9e0;color:#5e6c84;font-size:13px">\(rest)\(link)plumb, store \(notice.store), message \(notice.key)</td></tr>
      """
  }
}
