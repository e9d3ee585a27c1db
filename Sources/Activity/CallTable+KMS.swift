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
      event.ofKey([
        .replace(.object(["KeyRotationEnabled": .bool(false)])), .unsure(["RotationPeriodInDays"]),
      ])
    },
    "EnableKeyRotation": { event in
      // Without a period it is a year, or what it was (KMS API Reference, `EnableKeyRotation`).
      let period = event.request.picking([("rotationPeriodInDays", "RotationPeriodInDays")])
      let named = period.merging(["KeyRotationEnabled": .bool(true)]) { $1 }
      return event.ofKey(
        [.replace(.object(named))] + (period.isEmpty ? [.unsure(["RotationPeriodInDays"])] : []))
    },
    "ScheduleKeyDeletion": { event in
      let dates = ["DeletionDate", "PendingDeletionWindowInDays"]
      // One with replicas waits for them first: only the answer tells.
      guard let state = event.response["keyState"] else {
        return event.ofKey([.unsure(["Enabled", "KeyState"] + dates)])
      }
      return event.ofKey([
        .replace(.object(["Enabled": .bool(false), "KeyState": state])), .unsure(dates),
      ])
    },
    // It stays disabled (KMS API reference, `CancelKeyDeletion`).
    "CancelKeyDeletion": { event in
      event.ofKey([
        .replace(.object(["Enabled": .bool(false), "KeyState": .string("Disabled")])),
        .clear(["DeletionDate", "PendingDeletionWindowInDays"]),
      ])
    },
  ]
}

extension ActivityEvent {
  fileprivate func ofKey(_ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::KMS::Key", request.text("keyId"), steps)
  }
}
