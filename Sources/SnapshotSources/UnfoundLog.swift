package import Activity
package import ConfigurationModel

/// A log file of CloudTrail that a digest names, and that was not read with it.
package struct UnfoundLog: Hashable, Sendable {
  /// The log file's key, as the digest has it.
  package let object: String
  /// What the log file's name says.
  package let name: TrailFileName
  /// The path of the digest.
  package let digest: String

  /// Nil where the key is none of a log file.
  init?(_ object: String, namedBy digest: String) {
    guard let name = TrailFileName(log: object) else { return nil }
    (self.object, self.name, self.digest) = (object, name, digest)
  }

  /// That it was not read.
  package var problem: Problem {
    Problem(
      "log-not-read", "The digest names a log file that was not read: \(object).",
      hint: "Copy the file from the bucket, and import it. Which calls stand in it is not known.",
      at: Problem.Place(file: digest))
  }
}
