package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::Volume`. Its `State` follows from its attachments.
  package static let volume = ResourceKind(
    "AWS::EC2::Volume",
    listings: [Listing("ec2", "describe-volumes", "Volumes")],
    identity: Identity(id: ["VolumeId"], zone: "AvailabilityZone"),
    facets: [
      "AvailabilityZoneId", "FastRestored", "MultiAttachEnabled", "Operator", "SseType",
      "Throughput",
    ],
    always: ["AvailabilityZone", "Encrypted", "Size", "VolumeType"],
    columns: ["Attachments", "MultiAttachEnabled"],
    // EC2 API reference, `Volume`, State.
    endStates: EndStates("State", "deleting", "deleted"),
    rules: [
      .withoutNulls(""), .dropped("CreateTime"), .dropped("State"),
      .dropped("Attachments[].AttachTime"), .dropped("Attachments[].State"), .tags("Tags"),
      .keyed("Attachments", by: ["InstanceId", "AssociatedResource"]),
    ],
    assess: assessor(exposures: assessEncryption) { edit in
      switch (edit.steps.first, edit.steps.count) {
      case ("Attachments", 2):
        Assessment(
          .medium,
          "the volume is \(edit.new == nil ? "no longer" : "now") attached to \(edit.steps[1])")
      default: nil
      }
    })
}

private func assessEncryption(_ edit: Edit) -> Assessment? {
  edit.steps == ["Encrypted"] && edit.sets("false")
    ? Assessment(.high, "the volume is not encrypted") : nil
}
