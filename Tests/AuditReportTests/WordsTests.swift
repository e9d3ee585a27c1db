import AuditReport
import ConfigurationModel
import Testing

@Test(arguments: [
  ("AWS::EC2::SecurityGroup", "security group"), ("AWS::IAM::Group", "IAM group"),
  ("AWS::EC2::VPC", "VPC"), ("AWS::EC2::NetworkAcl", "network ACL"),
  ("AWS::RDS::DBInstance", "DB instance"), ("AWS::EC2::NatGateway", "NAT gateway"),
  ("AWS::EC2::VPCEndpoint", "VPC endpoint"), ("AWS::S3::Bucket", "S3 bucket"), ("thing", "thing"),
  ("A::::B", "A::::B"), ("", ""),
])
func `a type is said in words`(name: String, words: String) {
  #expect(ResourceType(name).words == words)
}

@Test(arguments: [
  (-5, "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"),
  (172_799, "47 h"), (172_800, "2 days"),
])
func `a duration is said in its largest unit`(seconds: Int64, text: String) {
  #expect(durationText(seconds: seconds) == text)
}

@Test(arguments: [
  (nil, "2026-11-20T21:15:09Z", "by 2026-11-20 21:15 UTC, not seen before"),
  (
    "2026-11-19T20:45:00Z", "2026-11-20T21:15:00Z",
    "after 2026-11-19 20:45, by 2026-11-20 21:15 UTC"
  ),
  ("2026-11-20T20:45:00Z", "2026-11-20T21:15:00Z", "after 2026-11-20 20:45, by 21:15 UTC"),
  ("2026-11-20T21:15:01Z", "2026-11-20T21:15:09Z", "after 2026-11-20 21:15:01, by 21:15:09 UTC"),
  (
    "2026-11-20T21:15:01.5Z", "2026-11-20T21:15:02Z",
    "after 2026-11-20 21:15:01.500000, by 21:15:02 UTC"
  ),
])
func `when something happened is told as exactly as tells two moments apart`(
  after: String?, until: String, words: String
) throws {
  let occurred = Occurrence(
    after: after.flatMap { Timestamp(parsing: $0) }, until: try #require(Timestamp(parsing: until)))
  #expect(occurred.words == words)
}

@Test(arguments: [
  (1, "scope", "1 scope"), (0, "scope", "0 scopes"), (2, "IAM policy", "2 IAM policies"),
  (2, "KMS key", "2 KMS keys"), (2, "near miss", "2 near misses"),
])
func `things are counted in English`(count: Int, noun: String, text: String) {
  #expect(counted(count, noun) == text)
}

@Test(arguments: [
  ("a\u{202E}b", "a\\u{202e}b"), ("\u{1B}[0m", "\\u{1b}[0m"), ("a\r\nb", "a\\r\\nb"),
  ("\u{200B}", "\\u{200b}"), ("\u{85}", "\\u{85}"), ("é日🙂", "é日🙂"),
])
func `a hidden character is written out`(text: String, visible: String) {
  #expect(text.visible == visible)
}

@Test(arguments: [
  ("a|b", "`a\\|b`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("", "(empty)"),
  ("abcdef", "`abcdef`"), ("a\\|b", "`a\\ \\|b`"), ("``", "``` `` ```"),
])
func `a text is a code span`(text: String, code: String) {
  #expect(text.markdownCode() == code)
}

@Test(arguments: [
  ("# x", "\\# x"), ("1. x", "1\\. x"), ("2026-11-20", "2026-11-20"), ("- x", "\\- x"),
  ("[a](b)", "\\[a\\](b)"), ("https://x", "https&#58;//x"), ("<b>", "&lt;b&gt;"),
])
func `a text is prose of Markdown`(text: String, prose: String) {
  #expect(text.markdownText == prose)
}
