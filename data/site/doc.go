// Package site puts the files of a web site where the world reads them: a folder, or a bucket of a store of objects, from
// which any host of files serves them.
//
// [Open] opens a [Site] and reads which files of ours are there. [Site.Make] has a file made in a folder of our own;
// [Site.Publish] then puts all of them in their places and removes those of the former publication that are no more. What is
// ours is told by a manifest, [Manifest], that lies among the files.
//
// Invariants:
//
//  1. Nothing is replaced or removed before all files are made and nothing is in their way.
//  2. A reader never meets half a file. Files by which readers come in ([File.Entry]) are put after all others, one after
//     the other, so that what they lead to is there.
//  3. A destination has a manifest, or nothing at all. A file that no manifest lists is neither replaced nor removed. A file is
//     listed before it is put, and until it is removed: after a failure the next publication knows all that is there.
//  4. Names lead to places below the destination, be they given or read from a manifest.
//  5. Credentials are never part of an address, nor of an error: the environment has them, as the libraries of the store
//     read it.
//
// Between the first file and the last, and after a failure there, files of two publications lie side by side; publishing
// again mends that. Two publications to one place at the same time are not kept apart. It knows nothing of what files hold.
package site
