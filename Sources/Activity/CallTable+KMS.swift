import ConfigurationModel

extension CallTable {
  /// AWS Key Management Service: its keys are named by id or by ARN.
  static let kms: [String: Rule] = [
    "PutKeyPolicy": { event in
      event.ofKey([.replace(.object(event.request.picking([("policy", "Policy")])))])
    },
    "DisableKey": { event in
      event.ofKey([
        .replace(.object(["Enabled": .bool(false), "KeyState": .string("Disabled")]))
      ])
    },
    "EnableKey": { event in
      event.ofKey([.replace(.object(["Enabled": .bool(true), "KeyState": .string("Enabled")]))])
    },
    "DisableKeyRotation": { event in
      event.ofKey([.replace(.object(["KeyRotationEnabled": .bool(false)]))])
    },
    "EnableKeyRotation": { event in
      event.ofKey([.replace(.object(["KeyRotationEnabled": .bool(true)]))])
    },
    "ScheduleKeyDeletion": { $0.ofKey([.touch]) },
    "CancelKeyDeletion": { $0.ofKey([.touch]) },
  ]
}

extension ActivityEvent {
  fileprivate func ofKey(_ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::KMS::Key", request.text("keyId"), steps)
  }
}
