package store

import "galley/annotations"

// networks are the file systems, by the number the kernel gives them, whose
// files lie on another machine. SQLite's write-ahead log needs memory shared by
// all who open the file, which they do not have.
var networks = map[int64]string{
	0x6969:     "NFS",
	0x517B:     "SMB",
	0xFF534D42: "CIFS",
	0xFE534D42: "SMB",
	0x5346414F: "AFS",
	0x00C36400: "Ceph",
}

func onNetwork(dir string, magic int64) error {
	if name := networks[magic]; name != "" {
		return annotations.Errorf(annotations.Unavailable, "network_folder", "",
			"the data folder %s lies on a network file system (%s), which can damage the database; choose a folder on a disk of this machine", dir, name)
	}
	return nil
}
