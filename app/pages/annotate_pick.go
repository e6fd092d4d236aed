package pages

import (
	"galley/app/browser"
	"galley/app/state"
)

// pick takes the keys while something is chosen in a dialog over the article:
// there a letter or digit chooses, and no key tags.
func (p *annotate) pick(k browser.Key) bool {
	if p.m.Bulk() != nil {
		if k.Dialog || p.bulk == nil {
			return true
		}
		// The browser has closed the preview, and go-app's word of it is still on
		// its way: the key is meant for the text.
		p.step(state.CloseAll{})
	}
	if p.palette != nil {
		return true // its field takes the keys
	}
	if p.m.Role() != nil {
		if r, ok := state.RoleByKey(state.Key{Key: k.Key, Code: k.Code}); ok && !(k.Ctrl || k.Alt || k.Meta || k.Shift) {
			k.PreventDefault()
			p.step(state.EditBlocks{Do: state.PickRole, Role: r})
		}
		return true
	}
	v := p.m.Speakers()
	if v == nil || !v.Open {
		return false
	}
	if k.Ctrl || k.Alt || k.Meta || k.Shift {
		return true
	}
	if id, ok := v.ByKey(state.Key{Key: k.Key, Code: k.Code}); ok {
		k.PreventDefault()
		p.step(state.PickSpeaker{ID: id})
	}
	return true
}
