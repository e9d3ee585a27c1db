import ConfigurationModel
import Guardrails
import Testing

/// What the functions of conditions say.
@Suite struct ConditionFunctionTests {
  @Test(
    arguments: [
      (ConditionFunction.cidrContains, ["0.0.0.0/0", "10.0.0.0/8"], 1),
      (.cidrContains, ["10.0.0.0/8", "10.1.2.3"], 1),
      (.cidrContains, ["10.1.0.0/16", "10.0.0.0/8"], 0),
      (.cidrContains, ["0.0.0.0/0", "::/0"], 0), (.cidrContains, ["::/0", "2001:db8::/32"], 1),
      (.cidrContains, ["sg-1", "10.0.0.0/8"], nil), (.cidrContains, ["10.0.0.0/8", "pl-1"], nil),
      (.cidrPrefix, ["10.0.0.0/8"], 8), (.cidrPrefix, ["0.0.0.0/0"], 0),
      (.cidrPrefix, ["sg-1"], nil),
      (.portsOverlap, ["20", "30", "22", "22"], 1), (.portsOverlap, ["80", "443", "22", "22"], 0),
      (.portsOverlap, ["22", "22", "22", "25"], 1), (.portsOverlap, ["a", "22", "22", "25"], nil),
      (.actionMatches, ["s3:Get*", "s3:GetObject"], 1),
      (.actionMatches, ["s3:get*", "s3:PutObject"], 0),
      (.actionMatches, [#"["ec2:describe*","iam:*"]"#, "iam:PassRole"], 1),
      (.actionMatches, [#"["ec2:describe*"]"#, "iam:PassRole"], 0),
      (.actionMatches, [#"["*"]"#, "*"], 1), (.actionMatches, [#"["s3:*"]"#, "*"], 0),
    ] as [(ConditionFunction, [String], Int64?)])
  func `a function says what it says`(
    function: ConditionFunction, arguments: [String], answer: Int64?
  ) {
    #expect(arguments.count == function.argumentCount)
    #expect(function.value(arguments) == answer)
  }
}
