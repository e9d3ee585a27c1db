import ConfigurationModel

extension CallTable {
  /// AWS Key Management Service: its keys are named by id or by ARN.
  static let kms: [String: Rule] = [
    "CreateKey": { $0.effect(key, $0.response.text("keyMetadata", "keyId"), [.create]) },
    "TagResource": { $0.ofKey([$0.tagged(key: "tagKey", value: "tagValue")]) },
    "UntagResource": { $0.ofKey([$0.untagged]) },
    "UpdateKeyDescription": { $0.ofKey([$0.redescribed]) },
    "CreateAlias": { $0.alias() },
    // Of the key that had it before the event does not tell.
    "UpdateAlias": { $0.alias() },
    "CreateGrant": { $0.isOfVolume ? [] : $0.ofKey([.unsure(["Grants"])]) },
    "RevokeGrant": { $0.ofKey([.unsure(["Grants"])]) },
    "RetireGrant": { $0.ofKey([.unsure(["Grants"])]) },
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

  fileprivate static let key: ResourceType = "AWS::KMS::Key"
}

extension ActivityEvent {
  fileprivate func ofKey(_ steps: [CallEffect.Step]) -> [CallEffect] {
    effect(CallTable.key, request.text("keyId"), steps)
  }

  /// Whether EBS grants itself the use of a key for a volume that is attached: such grants are not compared (Amazon EBS
  /// User Guide, "Amazon EBS encryption").
  fileprivate var isOfVolume: Bool {
    request.text("granteePrincipal")?.contains("aws:ec2-infrastructure") ?? false
  }

  fileprivate func alias() -> [CallEffect] {
    let name = request.picking([("aliasName", "AliasName")])
    return effect(
      CallTable.key, request.text("targetKeyId"),
      [name.isEmpty ? .unsure(["Aliases"]) : .put(CallTable.list("Aliases", name))])
  }
}
