import Foundation

/// SQLite's write-ahead log beside a store, as bytes (https://www.sqlite.org/fileformat.html, section 4).
///
/// SQLite takes a frame whose checksum is wrong for the end of the log and forgets what follows: a
/// damaged bit there takes committed transactions back without a word. What was cut off while it was
/// written looks the same in the last frame only; that is not told from damage.
struct WriteAheadLog {
  private let bytes: [UInt8]
  private static let headerSize = 32
  private static let frameHeaderSize = 24

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Whether the end of a transaction follows after a frame that cannot be read.
  var isDamaged: Bool {
    guard bytes.count > Self.headerSize + Self.frameHeaderSize else { return false }
    let isBig = bytes[3] & 1 == 1
    guard [0x377F_0682, 0x377F_0683].contains(number(0)) else { return true }
    var sum = checksum(0..<24, isBig, from: (0, 0))
    guard sum == (number(24), number(28)) else { return true }
    var hasBroken = false
    for start in frames {
      let isOurs = number(start + 8) == number(16) && number(start + 12) == number(20)
      if hasBroken {
        // Pages of a transaction that was taken back stay behind what was written in their place; none
        // of them ends a transaction.
        let endsTransaction = number(start + 4) != 0
        if isOurs, endsTransaction { return true }
        continue
      }
      let page = start + Self.frameHeaderSize
      sum = checksum(start..<start + 8, isBig, from: sum)
      sum = checksum(page..<page + pageSize, isBig, from: sum)
      hasBroken = !isOurs || sum != (number(start + 16), number(start + 20))
    }
    return false
  }

  /// Where the whole frames begin.
  private var frames: [Int] {
    let size = Self.frameHeaderSize + pageSize
    guard pageSize >= 512 else { return [] }
    return Array(stride(from: Self.headerSize, through: bytes.count - size, by: size))
  }

  private var pageSize: Int { Int(number(8)) }

  private func number(_ start: Int) -> UInt32 {
    bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Of a range that begins and ends at a multiple of eight bytes, as all of SQLite's do.
  private func checksum(_ range: Range<Int>, _ isBig: Bool, from start: (UInt32, UInt32))
    -> (UInt32, UInt32)
  {
    var (first, second) = start
    bytes.withUnsafeBytes { bytes in
      // A log has megabytes: taken byte by byte, this would take longer than the rest of a look at the store.
      let words = bytes.bindMemory(to: UInt32.self)
      var place = range.lowerBound / 4
      while place < range.upperBound / 4 {
        let (left, right) = (words[place], words[place + 1])
        first = first &+ (isBig ? left.bigEndian : left.littleEndian) &+ second
        second = second &+ (isBig ? right.bigEndian : right.littleEndian) &+ first
        place += 2
      }
    }
    return (first, second)
  }
}

extension StoreFile {
  /// Whether the log beside the store is damaged; looked at twice, for another process may be writing.
  var hasDamagedLog: Bool {
    func look() -> Bool {
      FileManager.default.contents(atPath: path + "-wal").map {
        WriteAheadLog(bytes: Array($0)).isDamaged
      } ?? false
    }
    return look() && look()
  }
}
