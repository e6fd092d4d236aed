package store

import "syscall"

// fileSystem is the kernel's number of the file system a folder lies on; 0 when
// it is not known.
func fileSystem(dir string) int64 {
	var st syscall.Statfs_t
	if syscall.Statfs(dir, &st) != nil {
		return 0
	}
	// Some machines count the number as signed 32 bits.
	return int64(uint32(st.Type))
}
