package components

import "strconv"

// hueStep is the distance of two hue classes in hue.css, in degrees.
const hueStep = 5

// hue is the class that gives an element a label's colour angle.
func hue(degrees int) string {
	h := ((degrees+hueStep/2)%360 + 360) % 360 / hueStep * hueStep
	return "hue-" + strconv.Itoa(h)
}
