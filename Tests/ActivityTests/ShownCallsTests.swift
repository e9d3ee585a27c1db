import Activity
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import Testing

struct ShownCallsTests {
  private static let kind = ResourceKind.of("AWS::EC2::SecurityGroup")
  private static let context = NormalizationContext(account: "111122223333")

  /// A group with some ports open to everybody.
  private static func group(_ ports: Int...) -> ConfigurationValue {
    .object([
      "IpPermissions": .list(
        ports.map { port in
          .object([
            "IpProtocol": .string("tcp"), "FromPort": .number("\(port)"),
            "ToPort": .number("\(port)"),
            "IpRanges": .list([.object(["CidrIp": .string("0.0.0.0/0")])]),
          ])
        })
    ])
  }

  private func isShown(
    from before: ConfigurationValue?, _ steps: [CallEffect.Step], to observed: ConfigurationValue?
  ) -> Bool {
    func compared(_ value: ConfigurationValue) -> ConfigurationValue {
      Self.kind.normalized(value, form: .cli, context: Self.context)
    }
    return ShownCalls.isShown(
      Self.kind, Self.context, before: before.map(compared),
      calls: steps.enumerated().map { ("e\($0.offset)", [$0.element]) },
      observed: observed.map(compared))
  }

  @Test func `what a call added or took away is shown, or it is too early`() {
    let add = CallEffect.Step.add(Self.group(22))
    #expect(isShown(from: Self.group(443), [add], to: Self.group(22, 443)))
    #expect(!isShown(from: Self.group(443), [add], to: Self.group(443)))
    let take = CallEffect.Step.take(Self.group(22))
    #expect(isShown(from: Self.group(22, 443), [take], to: Self.group(443)))
    #expect(!isShown(from: Self.group(22, 443), [take], to: Self.group(22, 443)))
  }

  @Test func `the last call counts, also where the first is shown`() {
    let steps: [CallEffect.Step] = [.add(Self.group(22)), .take(Self.group(22))]
    #expect(isShown(from: Self.group(443), steps, to: Self.group(443)))
    #expect(!isShown(from: Self.group(443), steps, to: Self.group(22, 443)))
    #expect(isShown(from: Self.group(443), steps, to: Self.group(8080)), "others did more")
  }

  @Test func `what was made is there, and what was deleted is not`() {
    #expect(!isShown(from: nil, [.create], to: nil))
    #expect(isShown(from: nil, [.create], to: Self.group()))
    #expect(!isShown(from: Self.group(), [.delete], to: Self.group()))
    #expect(isShown(from: Self.group(), [.delete], to: nil))
    #expect(isShown(from: nil, [.create, .delete], to: nil))
    #expect(isShown(from: Self.group(), [.add(Self.group(22))], to: nil), "it is gone since")
    #expect(isShown(from: Self.group(), [.touch], to: Self.group()), "it says nothing")
  }
}
