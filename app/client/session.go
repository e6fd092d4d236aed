package client

import (
	"context"

	"galley/annotations/wire"
)

// Session says who the visitor is. Somebody who has not signed in gets a
// session without a user, not an error.
func (c *Client) Session(ctx context.Context) (*wire.Session, error) {
	s := &wire.Session{}
	return s, c.call(ctx, methodGet, wire.SessionPath(), nil, s)
}

// SignIn trades a one-time token for a session, which the browser keeps in a
// cookie. Returns unauthenticated when the token is not known, used or expired.
func (c *Client) SignIn(ctx context.Context, token string) (*wire.Session, error) {
	s := &wire.Session{}
	return s, c.call(ctx, methodPost, wire.SessionPath(), wire.SignIn{Token: token}, s)
}

// SignOut ends the session.
func (c *Client) SignOut(ctx context.Context) error {
	return c.call(ctx, methodDelete, wire.SessionPath(), nil, nil)
}
