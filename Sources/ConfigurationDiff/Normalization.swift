package import ConfigurationModel

/// One declared step from a document as its source writes it to the value that is compared.
///
/// Rules are applied in the order of the kind's list. Every rule leaves alone what it has already
/// normalized, so that a normalized value written out and read again is the same value.
package enum NormalizationRule: Hashable, Sendable {
  /// A field that is no configuration: counters, last-used times, request ids, response metadata.
  case dropped(FieldPath)
  /// A field that is no configuration where it holds a moment; any other value of that name stays.
  case droppedMoment(FieldPath)
  /// A field under another name. The path's last step is the old name; nothing happens where the new
  /// name is taken.
  case renamed(FieldPath, to: String)
  /// Fields whose absence means this value: written out where absent from the object at the path.
  case defaulted(FieldPath, field: String, ConfigurationValue)
  /// JSON inside a string, URL-encoded or not. A text that is not JSON stays the text it is.
  case document(FieldPath)
  /// An IAM policy document, as object or as JSON text: compared by meaning (see `PolicyDocument`).
  case policy(FieldPath)
  /// Every IAM policy document in the document, as object or as JSON text, wherever it stands: what has
  /// statements that allow or deny.
  case policies
  /// A list whose order does not count: each member is labelled by itself.
  case set(FieldPath)
  /// The same where a list stands there, or what was made of one; what another source writes there under
  /// the same name stays as it is.
  case unordered(FieldPath)
  /// A list of objects found by the first of these fields that is there, or by several joined by a
  /// space where a name has the form `A+B`.
  case keyed(FieldPath, by: [String])
  /// A list of `Key`/`Value` objects (or a map) into tag keys with their values.
  case tags(FieldPath)
  /// Security group permissions into one element for each direction, protocol, ports and peer.
  case permissions(FieldPath, PermissionDirection)
  /// A network ACL's entries under direction and rule number: `egress 100`.
  case networkAclEntries(FieldPath)
  /// An address block in its one spelling: host bits cleared, IPv6 as RFC 5952 writes it.
  case addressBlock(FieldPath)
  /// A number written as text, or a text written as number, as the number.
  case number(FieldPath)
  /// A scalar as text.
  case text(FieldPath)
  /// A text in lower case, where case does not count.
  case lowercased(FieldPath)
  /// A moment in any of AWS's spellings (RFC 3339, seconds since 1970) as RFC 3339 in UTC.
  case moment(FieldPath)
  /// Nulls taken away from the value at the path, at any depth.
  case withoutNulls(FieldPath)
  /// Every key at the path and below starts with a capital letter, as the CLI prints it, except
  /// below fields of these names, whose keys are people's own.
  case capitalized(FieldPath, except: [String])
  /// The fields of the object at the path put in its parent's place.
  case lifted(FieldPath)
  /// A list of objects as elements from the text of one field to the value of another: inline
  /// policies from their name to their document. A list with a member of another shape stays.
  case pairs(FieldPath, key: String, value: String)
  /// An object with one of these fields replaced by the first of them that is not null.
  case picked(FieldPath, [String])
  /// A list of one member replaced by that member.
  case single(FieldPath)
  /// A text that has other spellings, by its canonical one.
  case spelled(FieldPath, [String: String])
  /// Null replaced by what it stands for.
  case nullAs(FieldPath, ConfigurationValue)
  /// Of a list, the member whose `flag` is true taken out, and its field `value` put beside the list
  /// under the name `to`: the default version of a managed policy.
  case promoted(FieldPath, flag: String, value: String, to: String)
  /// Beside a list of objects, under the name `to`, the `key` of each member whose `flag` is true: the tags that new
  /// instances get. Nothing where a member does not say.
  case marked(FieldPath, key: String, flag: String, to: String)
  /// A top-level field that says no more than another one that is there.
  case superseded(String, by: String)
  /// Keys at the path and below that differ from one of these names in letter case only, under that name.
  case named(FieldPath, [String])
  /// A list without what stands in it a second time.
  case distinct(FieldPath)
  /// Of the fields of an object these alone: the others are no configuration.
  case only(FieldPath, [String])
  /// Of a list of objects, those whose text in the field holds none of these: what AWS makes and takes away itself is no
  /// configuration.
  case without(FieldPath, field: String, holding: [String])
  /// A map from names to lists of texts as the map from each text to the name.
  case inverted(FieldPath)
  /// A document with the field `by` comes from a call that gives these fields too: one that is
  /// absent there was read, and means this value.
  case completed(by: String, [String: ConfigurationValue])
}

/// Which way a security group's permissions point.
package enum PermissionDirection: Hashable, Sendable { case ingress, egress }

/// What normalization needs to know besides the document.
package struct NormalizationContext: Sendable {
  /// The account the resource is in: its id and its root ARN are one principal.
  package let account: String
  /// The partition of AWS it is in, which the account's root ARN names.
  package let partition: String
  /// Told of what could not be read as what it should be, such as an invalid policy document.
  package let warn: @Sendable (String) -> Void

  /// - Parameter partition: Nil for `aws`, where nothing tells.
  package init(
    account: String, partition: String? = nil,
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.account = account
    self.partition = partition ?? "aws"
    self.warn = warn
  }
}
