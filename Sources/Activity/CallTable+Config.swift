import ConfigurationModel

extension CallTable {
  /// AWS Config: who stops its recorder, or takes its channel away, ends its history. What a call that makes or changes
  /// one leaves out stays, or becomes what AWS makes of the rest.
  static let config: [String: Rule] = [
    "StopConfigurationRecorder": { $0.recording(false) },
    "StartConfigurationRecorder": { $0.recording(true) },
    "DeleteConfigurationRecorder": {
      $0.effect(recorder, $0.request.text("configurationRecorderName"), [.delete])
    },
    "PutConfigurationRecorder": { event in
      event.given(
        "configurationRecorder", "name", recorder, ["roleARN", "recordingGroup", "recordingMode"])
    },
    "DeleteDeliveryChannel": {
      $0.effect(channel, $0.request.text("deliveryChannelName"), [.delete])
    },
    "PutDeliveryChannel": { event in
      event.given(
        "deliveryChannel", "name", channel,
        [
          "s3BucketName", "s3KeyPrefix", "s3KmsKeyArn", "snsTopicARN",
          "configSnapshotDeliveryProperties",
        ])
    },
    "DeleteConfigRule": {
      $0.effect(configRule, $0.request.text("configRuleName"), [.delete])
    },
    "PutConfigRule": { event in
      event.given(
        "configRule", "configRuleName", configRule,
        ["description", "scope", "source", "inputParameters", "maximumExecutionFrequency"],
        capitalized: true)
    },
  ]

  fileprivate static let recorder: ResourceType = "AWS::Config::ConfigurationRecorder"
  private static let channel: ResourceType = "AWS::Config::DeliveryChannel"
  private static let configRule: ResourceType = "AWS::Config::ConfigRule"
}

extension ActivityEvent {
  fileprivate func recording(_ isOn: Bool) -> [CallEffect] {
    effect(
      CallTable.recorder, request.text("configurationRecorderName"),
      [.replace(.object(["Recording": .bool(isOn)]))])
  }

  /// What the request gives of a resource, field by field. Whether it was there before, and what becomes of the rest, the
  /// event does not say.
  ///
  /// - Parameter capitalized: Whether the AWS CLI writes the fields with capital letters.
  fileprivate func given(
    _ field: String, _ name: String, _ type: ResourceType, _ fields: [String],
    capitalized: Bool = false
  ) -> [CallEffect] {
    let asked = request[field] ?? .null
    let named = asked.picking(fields.map { (from: $0, to: $0) })
    let document = ConfigurationValue.object(named)
    return effect(
      type, asked.text(name),
      (named.isEmpty ? [] : [.replace(capitalized ? document.capitalized : document)]) + [.touch])
  }
}

extension ConfigurationValue {
  /// The same document with its fields' names in capital letters, as the AWS CLI writes what events write otherwise.
  var capitalized: ConfigurationValue {
    switch self {
    case .object(let fields):
      .object(
        Dictionary(
          fields.map { ($0.key.prefix(1).uppercased() + $0.key.dropFirst(), $0.value.capitalized) }
        ) { first, _ in first })
    case .list(let members): .list(members.map(\.capitalized))
    case .null, .bool, .number, .string, .elements: self
    }
  }
}
