#if canImport(Glibc)
  import CMalloc
#endif

/// What becomes of memory that nobody needs any more.
enum FreedMemory {
  /// Lets what is large go back to the system at once. By itself glibc keeps it: blocks of a size that was freed once
  /// come from the heap from then on, where small ones hold them in, and each thread has a heap of its own (mallopt(3),
  /// `M_MMAP_THRESHOLD` and `M_ARENA_MAX`). A few pages of a listing took twice the memory of one by that.
  static func giveBack() {
    #if canImport(Glibc)
      mallopt(M_ARENA_MAX, 2)
      mallopt(M_MMAP_THRESHOLD, 1 << 20)
    #endif
  }
}
