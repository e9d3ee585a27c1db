import ConfigurationModel
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension String {
  /// The name of the file at this path, its size, and when its content and its entry last changed: whoever sets the one
  /// moment back does not set back the other.
  var fileState: String {
    var facts = stat()
    guard stat(self, &facts) == 0 else { return "\(fileName) gone" }
    let (content, entry) = (facts.st_mtim, facts.st_ctim)
    return "\(fileName) \(facts.st_size) \(content.tv_sec).\(content.tv_nsec) "
      + "\(entry.tv_sec).\(entry.tv_nsec)"
  }
}
