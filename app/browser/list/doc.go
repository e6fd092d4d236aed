// Package list draws the list of annotations beside the article: an island like
// the article itself (js/list.js, css/list.css), because a project's longest
// articles have a thousand rows and one of them changes with every key.
package list
