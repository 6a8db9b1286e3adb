package ringproof.machine;

/// Which I/O virtual pages a device may access, and where they lie: one table in guest memory, an entry of 64 bits for each page.
///
/// Stands for the tables of an IOMMU. The guest's kernel writes it, and the device's side reads it anew at every access, so nothing has to be
/// invalidated. An entry is the guest address of the page with [#READ] and [#WRITE] in its lowest bits; without either the page is not mapped.
///
/// @param tableAddr guest address of the table, aligned to 8
/// @param firstAddr first I/O virtual address, a multiple of `pageBytes`
/// @param pageBytes size of a page, a power of two of at least 16
public record IoPageTable(long tableAddr, long firstAddr, int pageCount, int pageBytes) {
    /// The device may read the page.
    public static final int READ = 1;
    /// The device may write it.
    public static final int WRITE = 2;

    private static final int ENTRY_BYTES = Long.BYTES;
    private static final int MIN_PAGE_BYTES = 16;

    public IoPageTable {
        if (pageBytes < MIN_PAGE_BYTES || Integer.bitCount(pageBytes) != 1) {
            throw new IllegalArgumentException("a page of " + pageBytes + " bytes");
        }
        if (tableAddr % ENTRY_BYTES != 0 || firstAddr < 0 || firstAddr % pageBytes != 0 || pageCount < 1
                || firstAddr > Long.MAX_VALUE - (long) pageCount * pageBytes) {
            throw new IllegalArgumentException("an impossible I/O page table");
        }
    }

    /// A table with nothing mapped in it.
    public static IoPageTable allocate(GuestAllocator allocator, long firstAddr, int pageCount, int pageBytes) {
        return new IoPageTable(allocator.allocate((long) ENTRY_BYTES * pageCount, ENTRY_BYTES), firstAddr, pageCount,
                pageBytes);
    }

    /// The end of the I/O virtual addresses.
    public long endAddr() {
        return firstAddr + (long) pageCount * pageBytes;
    }

    /// Maps a page; `access` is a sum of [#READ] and [#WRITE]. `pageAddr` begins a page of guest memory. The device sees it before any
    /// buffer that is made available afterwards.
    public void map(GuestMemory memory, int page, long pageAddr, int access) {
        if ((pageAddr & pageBytes - 1) != 0) {
            throw new IllegalArgumentException("0x" + Long.toHexString(pageAddr) + " is not the address of a page");
        }
        memory.set64Opaque(entryAddr(page), pageAddr | access);
    }

    /// Takes a page away from the device.
    public void unmap(GuestMemory memory, int page) {
        memory.set64Opaque(entryAddr(page), 0);
    }

    /// The entry of a page, as it is now.
    long entry(GuestMemory memory, int page) {
        return memory.get64Opaque(entryAddr(page));
    }

    private long entryAddr(int page) {
        if (page < 0 || page >= pageCount) {
            throw new IndexOutOfBoundsException("I/O page " + page + " of " + pageCount);
        }
        return tableAddr + (long) ENTRY_BYTES * page;
    }

    /// The page that holds this I/O virtual address of the table's range.
    int pageOf(long addr) {
        return (int) ((addr - firstAddr) / pageBytes);
    }
}
