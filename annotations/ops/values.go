package ops

// Full is the patch that gives a target every value of the record.
func (r *Record) Full() Patch {
	switch {
	case r.Span != nil:
		return spanPatch(r.Span)
	case r.Link != nil:
		return linkPatch(r.Link)
	}
	return Patch{}
}

// Values is the patch that gives the fields of p the values they have in the
// record; an attribute that it lacks is nil.
func (r *Record) Values(p Patch) Patch { return r.values(p) }

// Has reports whether the record has every value of p.
func (r *Record) Has(p Patch) bool {
	for _, f := range p.Fields() {
		if !r.same(p, f) {
			return false
		}
	}
	return true
}

// Bury tells the client of a target that was deleted before its snapshot, with
// the values it had, so that it can be restored. A target that it knows stays
// as it is.
func (c *Client) Bury(entity Entity, target string, was Patch) {
	if r, _ := c.Record(target); r != nil {
		return
	}
	var none *Record
	c.base.Load(target, none.apply(Op{Owner: c.owner, Entity: entity, Target: target, Kind: Delete, Set: was}, Change{}), 0)
}
