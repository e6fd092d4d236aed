package demo

import "embed"

// Project is the name of the sample project.
const Project = "demo"

// User is the person whose sets the articles carry.
const User = "demo"

// File is the name of the sample in FS: native JSONL, one document a line.
const File = "demo.jsonl"

// FS holds File.
//
//go:embed demo.jsonl
var FS embed.FS
